import { describe, expect, it } from 'vitest';
import { specification } from '../../test/harness/given-when-then.js';
import { sealedMessage, sent } from '../../test/harness/sealed-message.js';
import { checkAttachments, checkComposition, MAX_ATTACHMENTS_BYTES } from './composition-rules.js';
import { send, type Send } from './decide-send.js';
import { messageDecider } from './message.decider.js';

const message = specification(messageDecider);
const delegates = (mailbox: string, ...delegates: string[]) => ({ mailbox, delegates });

/** `role mailbox copy [copyOf]` of each copy delivered. */
function copies(change: Partial<Send>): string[] {
  return sent(change).flatMap((event) => {
    if (event.type === 'MessageSent') return [`sender ${event.data.mailbox} ${event.data.copy}`];
    if (event.type !== 'MessageDelivered') return [];
    const { role, mailbox, copy, copyOf } = event.data;
    return [[role, mailbox, copy, ...copyOf].join(' ')];
  });
}

describe('sending a message (D2, S4)', () => {
  it('is one append: the sealing, the sender’s copy, and one delivery for each local holder', () => {
    const command = sealedMessage();
    message
      .given([])
      .when((state) => send(state, command))
      .then([
        {
          type: 'MessageSealed',
          data: {
            ...command.sealed,
            sender: 'antoine',
            holders: [
              { mailbox: 'antoine', copy: 'm1', role: 'sender' },
              { mailbox: 'claire', copy: 'm1', role: 'recipient' },
            ],
          },
          private: command.private,
        },
        { type: 'MessageSent', data: { mailbox: 'antoine', copy: 'm1', folder: 'sent' }, private: null },
        {
          type: 'MessageDelivered',
          data: { mailbox: 'claire', copy: 'm1', role: 'recipient', copyOf: [], folder: 'inbox' },
          private: null,
        },
      ]);
  });

  it('gives a mailbox one copy, however often it is named', () => {
    expect(copies({ recipients: [delegates('claire'), delegates('claire')] })).toEqual([
      'sender antoine m1',
      'recipient claire m1',
    ]);
  });

  it('gives a sender who is a recipient two copies: the received `<id>` and the sent `<id>-sent`', () => {
    expect(copies({ recipients: [delegates('antoine'), delegates('claire')] })).toEqual([
      'sender antoine m1-sent',
      'recipient antoine m1',
      'recipient claire m1',
    ]);
  });

  it('gives a delegate one copy, marked with every recipient whose delegate it is', () => {
    expect(copies({ recipients: [delegates('claire', 'julie'), delegates('rose', 'julie')] })).toEqual([
      'sender antoine m1',
      'recipient claire m1',
      'recipient rose m1',
      'delegate julie m1 claire rose',
    ]);
  });

  it('gives no second copy to a delegate who is the sender or a recipient', () => {
    expect(copies({ recipients: [delegates('claire', 'antoine', 'rose'), delegates('rose')] })).toEqual([
      'sender antoine m1',
      'recipient claire m1',
      'recipient rose m1',
    ]);
  });

  it('refuses a second sending of the same message: already-sent', () => {
    message
      .given(sent())
      .when((state) => send(state, sealedMessage()))
      .thenRefused('already-sent');
  });

  it('takes 1,000 holders beside the sender and refuses more: too-many-holders', () => {
    const group = (more: readonly string[]) =>
      Array.from({ length: 500 }, (_, i) => delegates(`r${i}`, `d${i}`, ...more));
    expect(copies({ recipients: group([]) })).toHaveLength(1001);
    message
      .given([])
      .when((state) => send(state, sealedMessage({ recipients: group(['d500']) })))
      .thenRefused('too-many-holders');
  });

  it('refuses attachments over 60 Mo: attachments-too-large', () => {
    const attachments = [
      { id: 'a1', content: 'c1', size: MAX_ATTACHMENTS_BYTES },
      { id: 'a2', content: 'c2', size: 1 },
    ];
    message
      .given([])
      .when((state) => send(state, sealedMessage({ sealed: { ...sealedMessage().sealed, attachments } })))
      .thenRefused('attachments-too-large');
  });
});

describe('what is checked before sealing', () => {
  const fine = { recipients: 1, subject: '', htmlBytes: 0 };

  it('an empty subject and an empty text are allowed', () => {
    expect(() => checkComposition(fine)).not.toThrow();
  });

  it.each([
    ['no recipient', { ...fine, recipients: 0 }, 'invalid'],
    ['501 recipients', { ...fine, recipients: 501 }, 'invalid'],
    ['a subject of 256 characters', { ...fine, subject: 'x'.repeat(256) }, 'invalid'],
    ['a subject of 256 characters of four bytes', { ...fine, subject: '🩺'.repeat(256) }, 'invalid'],
    ['more than 1 MiB of text', { ...fine, htmlBytes: 1024 * 1024 + 1 }, 'html-too-large'],
  ])('%s is refused', (_, composition, code) => {
    expect(() => checkComposition(composition)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    { ...fine, recipients: 500 },
    { ...fine, subject: 'x'.repeat(255) },
    { ...fine, subject: '🩺'.repeat(255) },
    { ...fine, htmlBytes: 1024 * 1024 },
  ])('the limits themselves are allowed (%#)', (composition) => {
    expect(() => checkComposition(composition)).not.toThrow();
  });

  it('60 Mo exactly are allowed; 501 attachments are not', () => {
    expect(() => checkAttachments([MAX_ATTACHMENTS_BYTES - 1, 1])).not.toThrow();
    expect(() => checkAttachments(new Array<number>(501).fill(0))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
