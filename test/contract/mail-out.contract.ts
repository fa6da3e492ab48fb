import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, type MailOut } from '../../src/platform/mail/mail-out.js';
import { MailRefused } from '../../src/platform/mail/mail.errors.js';
import { ManualClock } from '../../src/platform/time/clock.js';

export const FROM = 'ne-pas-repondre@mail.example.fr';

export interface MailOutUnderTest {
  readonly out: MailOut;
  /** What was taken so far, as it lies there. */
  taken(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const mail: Mail = {
  id: 'a3f0-1',
  to: 'claire@example.fr',
  subject: 'Vous avez reçu un message — Medimail',
  text: 'Bonjour,\n\n.\nà bientôt\n',
};

/** What every way out for mail does. `open` answers one that has taken nothing. */
export function mailOutContract(open: (clock: ManualClock) => Promise<MailOutUnderTest>): void {
  let way: MailOutUnderTest;
  beforeEach(async () => {
    way = await open(new ManualClock('2026-11-23T10:00:00Z'));
  });
  afterEach(() => way.close());

  const parsed = async (): Promise<ParsedMail[]> =>
    Promise.all((await way.taken()).map((raw) => simpleParser(raw)));
  const addressesOf = (of: AddressObject | AddressObject[] | undefined) =>
    [of ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

  describe('a mail', () => {
    it('is there once the answer has come, as it was written, whatever its letters', async () => {
      await way.out.send({ ...mail, html: '<p>à bientôt</p>' });
      const [one, ...others] = await parsed();
      expect(others).toEqual([]);
      expect(one).toMatchObject({ subject: mail.subject, messageId: '<a3f0-1@mail.example.fr>' });
      expect(one?.text?.trim()).toBe(mail.text.trim());
      expect(one?.html).toContain('<p>à bientôt</p>');
      expect(one?.date?.toISOString()).toBe('2026-11-23T10:00:00.000Z');
      expect(addressesOf(one?.from)).toEqual([FROM]);
      expect(addressesOf(one?.to)).toEqual([mail.to]);
    });

    it('says that a machine wrote it (RFC 3834)', async () => {
      await way.out.send(mail);
      expect((await parsed())[0]?.headers.get('auto-submitted')).toBe('auto-generated');
    });

    it('goes to one address: a list, a name or a line break in it is refused for good', async () => {
      for (const to of [
        'a@example.fr, b@example.fr',
        'Claire <claire@example.fr>',
        'a@example.fr\r\nBcc: b@example.fr',
        'claire',
        '',
      ]) {
        await expect(way.out.send({ ...mail, to }), to).rejects.toThrow(MailRefused);
      }
      expect(await way.taken()).toEqual([]);
    });

    it('gets no further header by its subject', async () => {
      await way.out.send({ ...mail, subject: 'Un\r\nBcc: b@example.fr\r\n\r\ntexte' });
      const [one] = await parsed();
      expect(one?.bcc).toBeUndefined();
      expect(one?.text?.trim()).toBe(mail.text.trim());
    });

    it('is known by its id when it is sent again', async () => {
      await way.out.send(mail);
      await way.out.send(mail);
      expect(new Set((await parsed()).map(({ messageId }) => messageId)).size).toBe(1);
      await expect(way.out.send({ ...mail, id: '../x' })).rejects.toThrow(MailRefused);
    });

    it('is whole, each of many that are sent at once', async () => {
      const ids = Array.from({ length: 20 }, (_, n) => `many-${n}`);
      await Promise.all(ids.map((id) => way.out.send({ ...mail, id, text: `${id} ${'x'.repeat(20_000)}` })));
      const found = await parsed();
      expect(found).toHaveLength(20);
      for (const one of found) {
        expect(one.text?.trim()).toBe(
          `${/<(.*)@/.exec(one.messageId ?? '')?.[1] ?? ''} ${'x'.repeat(20_000)}`,
        );
      }
    });
  });
}
