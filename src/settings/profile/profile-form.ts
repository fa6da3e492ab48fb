import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider } from '../../accounts/index.js';
import { wrongInProfile } from '../../accounts/decide-profile.js';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { streams } from '../../contracts/events/streams.js';
import { readIdentityForm } from '../../identity-form/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';

/** The form of a profile, as a request brings it: an organisation's rules are others than a person's (S2, S3). */
@Injectable()
export class ProfileForm {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /** @throws Problem `invalid` */
  async read(mailbox: string, body: unknown): Promise<IdentityForm> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    return readIdentityForm(body, (form) => wrongInProfile(state.type, form));
  }
}
