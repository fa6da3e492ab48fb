import { type ParsedMail, simpleParser } from 'mailparser';
import { NoticeQueue } from '../../src/notifications/queue/notice-queue.js';
import { filedMails } from './filed-mails.js';
import { expectStatus, type MailClient } from './mail-client.js';
import { untilAnswered } from './policies-at-rest.js';
import { type Product } from './product.js';
import { eventually } from './projection-world.js';

export const queueOf = ({ app }: Pick<Product, 'app'>): NoticeQueue =>
  app.get(NoticeQueue, { strict: false });

/** Waits until everything that has happened is answered, and no mail is left that could be tried now. */
export async function untilTold(product: Product): Promise<void> {
  await untilAnswered(product);
  await eventually(async () => (await queueOf(product).due(1)).length === 0, 30_000);
}

export interface FiledMail {
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** The mails to an address, of those that the demonstration keeps as files. */
export async function mailsTo(address: string, { dataDir }: Pick<Product, 'dataDir'>): Promise<FiledMail[]> {
  const own = (await filedMails(dataDir)).filter((raw) => raw.includes(`To: ${address}`));
  return Promise.all(own.map(async (raw) => ({ raw, mail: await simpleParser(raw) })));
}

const everything = { received: true, opened: true, deleted: true, expiring: true, failed: true };

/** As the settings page does it. @param but kinds that are switched off */
export async function notify(
  who: MailClient,
  address: string | null,
  but: Partial<typeof everything> = {},
  mailbox = who.mailbox,
): Promise<void> {
  const json = { address, ...everything, ...but };
  expectStatus(await who.call('/settings/notifications', { method: 'PUT', json }, mailbox), 200);
}
