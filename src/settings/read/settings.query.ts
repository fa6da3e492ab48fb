import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import {
  type MailboxSettingsDocument,
  type SignatureDocument,
} from '../../contracts/documents/settings.documents.js';
import { type SignatureView } from '../../contracts/http/settings.http.js';
import { signatureNotFound } from '../decide-signatures.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';

/** What the settings pages of an account show. */
@Injectable()
export class SettingsQuery {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** @throws Refusal `not-found` where the account is not projected yet */
  async of(mailbox: string): Promise<MailboxSettingsDocument> {
    const all = await this.readModels.collection<MailboxSettingsDocument>('settings', 'mailboxes');
    const found = await all.findOne({ _id: mailbox });
    if (found === null) throw new Refusal('not-found', 'Ce compte n’existe pas.');
    return found;
  }

  /** By name. */
  async signatures(mailbox: string): Promise<SignatureView[]> {
    const all = await this.readModels.collection<SignatureDocument>('settings', 'signatures');
    const found = await all.find({ mailbox }, { sort: { name: 1, _id: 1 } }).toArray();
    return found.map(signatureView);
  }

  /** @throws Refusal `not-found` */
  async signature(mailbox: string, signature: string): Promise<SignatureView> {
    const all = await this.readModels.collection<SignatureDocument>('settings', 'signatures');
    const found = await all.findOne({ _id: `${mailbox}/${signature}` });
    if (found === null) throw signatureNotFound();
    return signatureView(found);
  }
}

const signatureView = ({ signature: id, name, html }: SignatureDocument): SignatureView => ({
  id,
  name,
  html,
});
