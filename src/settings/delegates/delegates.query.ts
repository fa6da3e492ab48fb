import { Inject, Injectable } from '@nestjs/common';
import { type MailboxDocument } from '../../contracts/documents/read-model.documents.js';
import { type DelegateView } from '../../contracts/http/settings.http.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { SettingsQuery } from '../read/settings.query.js';

/** The delegates of an account (S4), in the order in which they came. */
@Injectable()
export class DelegatesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly settings: SettingsQuery,
  ) {}

  async of(mailbox: string): Promise<DelegateView[]> {
    const { delegates } = await this.settings.of(mailbox);
    const accounts = await this.readModels.collection<MailboxDocument>('accounts', 'mailboxes');
    const found = await accounts
      .find({ _id: { $in: delegates.map((delegate) => delegate.mailbox) } })
      .toArray();
    const byId = new Map(found.map((account) => [account._id, account]));
    return delegates.map(({ delegation, mailbox: delegate, since }) => ({
      id: delegation,
      address: byId.get(delegate)?.address ?? '',
      name: byId.get(delegate)?.label ?? '',
      since,
    }));
  }
}
