import { describe, expect, it } from 'vitest';
import { type MessageSealed } from '../contracts/events/message.events.js';
import { sealedMessage } from '../../test/harness/sealed-message.js';
import { answered, replyOn } from './decide-automatic-reply.js';

const away = { enabled: true, text: 'Absent.', from: '2026-12-24', to: '2027-01-02' };

describe('an account that is away (S10)', () => {
  it.each([
    ['2026-12-23', undefined],
    ['2026-12-24', 'Absent.'],
    ['2027-01-02', 'Absent.'],
    ['2027-01-03', undefined],
  ])('answers from its first day to its last: on %s %s', (day, text) => {
    expect(replyOn(away, day)).toBe(text);
  });

  it('answers without end where no days are given', () => {
    expect(replyOn({ ...away, from: null, to: null }, '2030-01-01')).toBe('Absent.');
  });

  it('answers nothing once it is switched off, was never on, or its text is gone', () => {
    for (const settings of [{ ...away, enabled: false }, { ...away, text: ' ' }, null]) {
      expect(replyOn(settings, '2026-12-25')).toBeUndefined();
    }
  });
});

describe('what is answered by itself (S10)', () => {
  const { sender, sealed, private: named } = sealedMessage();
  const message = (data: Partial<MessageSealed['data']> = {}, texts: object | null = {}): MessageSealed => ({
    type: 'MessageSealed',
    data: { ...sealed, sender, holders: [], ...data },
    private: texts && { ...named, ...texts },
  });
  const claire = named.to;
  const answers = { sender: 'antoine', to: named.from.address, subject: 'Résultats' };

  it('is what people write to the account, in `A` or in `Cc`', () => {
    expect(answered('claire', message())).toEqual(answers);
    expect(answered('claire', message({}, { to: [named.from], cc: claire }))).toEqual(answers);
  });

  it.each([
    ['what another machine wrote', message({ automatic: true })],
    ['what the account wrote to itself', message({ sender: 'claire' })],
    ['what names somebody else alone', message({}, { to: [named.from] })],
    ['what came from outside', message({ sender: null })],
    ['what has ended', message({}, null)],
    ['what never was', undefined],
  ])('is not %s', (_, sealing) => {
    expect(answered('claire', sealing)).toBeUndefined();
  });
});
