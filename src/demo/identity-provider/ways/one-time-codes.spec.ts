import { describe, expect, it } from 'vitest';
import { type Mail } from '../../../platform/mail/mail-out.js';
import { SystemRandomness } from '../../../platform/randomness/randomness.js';
import { ManualClock } from '../../../platform/time/clock.js';
import { demoPeople, type DemoPerson } from '../../demo-people.js';
import { CODE_LIFE_MS, CODE_LIMIT, CODE_TRIES, OneTimeCodes } from './one-time-codes.js';

const [antoine, claire] = demoPeople as [DemoPerson, DemoPerson];

function portal() {
  const mails: Mail[] = [];
  const clock = new ManualClock('2026-11-23T10:00:00Z');
  const out = { send: (mail: Mail) => Promise.resolve(void mails.push(mail)) };
  const codes = new OneTimeCodes(out, clock, new SystemRandomness());
  const lastCode = () => /\b\d{6}\b/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
  const wrong = () => String((Number(lastCode()) + 1) % 1_000_000).padStart(6, '0');
  return { codes, clock, mails, lastCode, wrong };
}

describe('a one-time code (A1)', () => {
  it('goes to the person’s own address or telephone, and says nothing but itself', async () => {
    const { codes, mails } = portal();
    expect(await codes.send('l1', antoine, 'mail')).toBe('an•••@courriel.test');
    expect(await codes.send('l1', antoine, 'phone')).toBe('••••••••01');
    expect(mails.map(({ to }) => to)).toEqual([antoine.contact.mail, `${antoine.contact.phone}@sms.test`]);
    for (const { subject, text } of mails) {
      expect(text).toMatch(/^Votre code de connexion : \d{6}\n/);
      expect(`${subject}${text}`).not.toMatch(/Antoine|Mennebeuf|medimail\.test/i);
    }
  });

  it('is good once, for the login that it was asked for', async () => {
    const { codes, lastCode } = portal();
    await codes.send('l1', antoine, 'mail');
    const code = lastCode();
    expect(codes.enter('l2', code)).toBe('over');
    expect(codes.enter('l1', ` ${code.slice(0, 3)} ${code.slice(3)}`)).toBe(antoine);
    expect(codes.enter('l1', code)).toBe('over');
  });

  it('is tried three times', async () => {
    const { codes, lastCode, wrong } = portal();
    await codes.send('l1', antoine, 'mail');
    for (let failure = 1; failure < CODE_TRIES; failure++) expect(codes.enter('l1', wrong())).toBe('wrong');
    expect(codes.enter('l1', wrong())).toBe('over');
    expect(codes.enter('l1', lastCode())).toBe('over');
    await codes.send('l1', antoine, 'mail');
    expect(codes.enter('l1', wrong())).toBe('wrong');
    expect(codes.enter('l1', lastCode())).toBe(antoine);
  });

  it('is over after five minutes', async () => {
    const { codes, clock, lastCode } = portal();
    await codes.send('l1', antoine, 'mail');
    clock.advance(CODE_LIFE_MS - 1);
    expect(codes.enter('l1', '')).toBe('wrong');
    clock.advance(1);
    expect(codes.enter('l1', lastCode())).toBe('over');
  });

  it('gives way to the next one', async () => {
    const { codes, lastCode } = portal();
    await codes.send('l1', antoine, 'mail');
    const first = lastCode();
    await codes.send('l1', claire, 'mail');
    if (first !== lastCode()) expect(codes.enter('l1', first)).toBe('wrong');
    expect(codes.enter('l1', lastCode())).toBe(claire);
  });

  it('is sent to one person so many times, and to others all the same', async () => {
    const { codes, clock, mails } = portal();
    for (let sent = 1; sent <= CODE_LIMIT.limit; sent++) await codes.send(`l${sent}`, antoine, 'mail');
    expect(await codes.send('l', antoine, 'phone')).toBeUndefined();
    expect(mails).toHaveLength(CODE_LIMIT.limit);
    expect(await codes.send('l', claire, 'phone')).toBeDefined();
    clock.advance(CODE_LIMIT.windowMs);
    expect(await codes.send('l', antoine, 'mail')).toBeDefined();
  });
});
