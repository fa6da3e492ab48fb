import { type SignatureDocument } from '../../src/contracts/documents/settings.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';

export const signatures = defineCollection<SignatureDocument>(
  [
    {
      name: 'mailbox',
      key: { mailbox: 1, name: 1, _id: 1 },
      why: 'the signatures of an account, by name (S6)',
    },
  ],
  {
    SignatureSaved: ({ stream, event: { data, private: texts } }) =>
      texts && { mailbox: idOfStream(stream), signature: data.signature, ...texts },
    SignatureRemoved: () => null,
  },
);
