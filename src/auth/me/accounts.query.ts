import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { mayUse } from '../../accounts/mailbox.state.js';
import { type PersonState } from '../../accounts/person.decider.js';
import { type MailboxDocument } from '../../contracts/documents/read-model.documents.js';
import { streams } from '../../contracts/events/streams.js';
import { type AccountView } from '../../contracts/http/me.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';

/** The mailboxes that a person may use (A4, B4, S13). */
@Injectable()
export class AccountsQuery {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  /** Their own first, then the shared ones by address. */
  async of(person: string, state: PersonState): Promise<AccountView[]> {
    const shared = (await this.granted(person)).filter((id) => id !== state.mailbox);
    const views = await Promise.all([state.mailbox, ...shared].map((id) => this.view(person, id)));
    const [own, ...others] = views;
    const visible = others.filter((view) => view !== undefined);
    const sorted = visible.sort((a, b) => (a.address < b.address ? -1 : 1));
    return markDefault([...(own === undefined ? [] : [own]), ...sorted], state);
  }

  private async granted(person: string): Promise<string[]> {
    const mailboxes = await this.readModels.collection<MailboxDocument>('accounts', 'mailboxes');
    const found = await mailboxes.find({ users: person }, { limit: 500, projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  /** The read model says which; whether the person still may is asked of the log. */
  private async view(person: string, id: string): Promise<AccountView | undefined> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(id));
    if (!mayUse(state, person)) return undefined;
    return {
      id,
      address: state.address ?? '',
      type: state.type,
      label: state.label ?? '',
      isDefault: false,
    };
  }
}

/** The one that they chose, as long as they may use it; else their own (S14). */
function markDefault(accounts: readonly AccountView[], state: PersonState): AccountView[] {
  const chosen = accounts.find(({ id }) => id === state.defaultAccount)?.id ?? state.mailbox;
  return accounts.map((account) => ({ ...account, isDefault: account.id === chosen }));
}
