import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { type By } from '../../src/contracts/events/schemas.js';
import { send, type Send } from '../../src/messages/decide-send.js';
import { noMessage } from '../../src/messages/message.state.js';

export const sealedAt = '2026-11-23T10:00:00.000Z';
export const expiresAt = '2027-02-23T10:00:00.000Z';

export const by: By = { address: 'claire.pradel@medimail.test', name: 'Claire Pradel' };

const sha = '0'.repeat(64);
const salt = 'A'.repeat(43);

/** A message without attachments, as a send command has it once it is sealed. */
export function sealedMessage(change: Partial<Send> = {}): Send {
  return {
    message: 'm1',
    sender: 'antoine',
    recipients: [{ mailbox: 'claire', delegates: [] }],
    sealed: {
      sealedAt,
      expiresAt,
      kid: 'k1',
      jws: 'e30.e30.c2ln',
      commitments: { subject: sha, from: sha, to: sha, cc: sha, body: sha, attachments: [] },
      body: { content: 'b1', size: 20 },
      attachments: [],
      replyTo: null,
      forwardOf: null,
    },
    private: {
      subject: 'Résultats',
      from: { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf', mailbox: 'antoine' },
      to: [{ address: 'claire.pradel@medimail.test', name: 'Claire Pradel', mailbox: 'claire' }],
      cc: [],
      attachments: [],
      bodySha256: sha,
      salts: { subject: salt, from: salt, to: salt, cc: salt, body: salt, attachments: [] },
      by: { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf' },
    },
    ...change,
  };
}

/** The events of its sending. */
export function sent(change: Partial<Send> = {}): MessageEvent[] {
  return send(noMessage, sealedMessage(change));
}
