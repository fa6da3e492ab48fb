import { Inject, Injectable } from '@nestjs/common';
import { fullName, personDecider } from '../../accounts/index.js';
import { type AccessDocument } from '../../contracts/documents/settings.documents.js';
import { streams } from '../../contracts/events/streams.js';
import { type NoticeView } from '../../contracts/http/accounts.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { parisDateTime } from '../../platform/time/paris-date-time.js';

/** How long a notice is shown: whoever comes back from their holidays still sees it. */
const SHOWN_MS = 30 * 24 * 3_600_000;
/** People looked up at once. */
const CONCURRENCY = 8;

type Change = AccessDocument['changes'][number];

const types = { granted: 'access-granted', withdrawn: 'access-withdrawn' } as const;

/** What the users of an account are told: who may use it beside them, and no longer may (S13). */
@Injectable()
export class NoticesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of the last thirty days, the newest first. */
  async of(mailbox: string): Promise<NoticeView[]> {
    const all = await this.readModels.collection<AccessDocument>('settings', 'access');
    const found = await all.findOne({ _id: mailbox, changes: { $exists: true } });
    const since = new Date(this.clock.now().getTime() - SHOWN_MS).toISOString();
    const shown = (found?.changes ?? []).filter(({ at }) => at > since).reverse();
    return mapBounded(shown, CONCURRENCY, (change) => this.notice(change));
  }

  private async notice({ id, kind, person, at }: Change): Promise<NoticeView> {
    const { state } = await this.aggregates.load(personDecider, streams.person(person));
    const name = fullName(state);
    return { id, type: types[kind], text: sentence(kind, name, at), name, at };
  }
}

function sentence(kind: Change['kind'], name: string, at: string): string {
  const may = kind === 'granted' ? 'peut utiliser' : 'ne peut plus utiliser';
  return `${name || 'Une personne'} ${may} ce compte depuis le ${parisDateTime(at)}.`;
}
