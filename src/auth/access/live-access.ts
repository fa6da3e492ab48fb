import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { mayUse } from '../../accounts/mailbox.state.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { Sessions } from '../sessions/sessions.js';
import { type CurrentPerson } from './access.decorator.js';

/** For answers that last: whether what the guard found at their beginning still holds. */
@Injectable()
export class LiveAccess {
  constructor(
    private readonly sessions: Sessions,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  /** The session lives, and its person may use the mailbox. Looking does not prolong the session. */
  async holds({ id, session }: CurrentPerson, mailbox: string): Promise<boolean> {
    const [living, { state }] = await Promise.all([
      this.sessions.ofPerson(id),
      this.aggregates.load(mailboxDecider, streams.mailbox(mailbox)),
    ]);
    return living.some((one) => one.id === session.id) && mayUse(state, id);
  }
}
