import { type EnvelopeDocument } from '../../src/contracts/documents/folder-view.documents.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type MessageSealed } from '../../src/contracts/events/message.events.js';
import { defineCollection } from '../engine/define-projection.js';

/** What is left where the key was destroyed before we read the event; MessageExpired then removes it. */
const noTexts = {
  subject: '',
  from: { address: '', name: '' },
  to: [],
  cc: [],
  attachments: [],
  bodySha256: '',
} as const;
const noFile = { name: '', type: '', sha256: '' } as const;

function envelope({ event: { data, private: kept } }: RecordedEvent<MessageSealed>): EnvelopeDocument {
  const texts = kept ?? noTexts;
  return {
    subject: texts.subject,
    from: texts.from,
    to: texts.to,
    cc: texts.cc,
    sentAt: data.sealedAt,
    expiresAt: data.expiresAt,
    body: { ...data.body, sha256: texts.bodySha256 },
    attachments: data.attachments.map((attachment, index) => ({
      ...attachment,
      ...(texts.attachments[index] ?? noFile),
    })),
    seal: { kid: data.kid, jws: data.jws, sealedAt: data.sealedAt },
    replyTo: data.replyTo,
    ...(data.references && { references: data.references }),
    forwardOf: data.forwardOf,
  };
}

/** Read by `_id` alone: no index more. */
export const envelopes = defineCollection<EnvelopeDocument>([], {
  MessageSealed: (event) => envelope(event),
  MessageExpired: () => null,
});
