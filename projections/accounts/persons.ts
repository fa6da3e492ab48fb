import { type PersonDocument } from '../../src/contracts/documents/read-model.documents.js';
import { defineCollection } from '../engine/define-projection.js';

export const persons = defineCollection<PersonDocument>(
  [{ name: 'mailbox', key: { mailbox: 1 }, why: 'the person whose own account a mailbox is' }],
  {
    PersonRegistered: ({ event: { data, private: texts } }) => ({
      mailbox: data.mailbox,
      roles: data.roles,
      lastName: texts?.lastName ?? '',
      firstName: texts?.firstName ?? '',
      termsAccepted: [],
      identityValidated: false,
    }),
    TermsAccepted: ({ event: { data } }, person) =>
      person && { ...person, termsAccepted: [...new Set([...person.termsAccepted, data.version])] },
    IdentityValidated: ({ event: { private: texts } }, person) =>
      person && {
        ...person,
        identityValidated: true,
        lastName: texts?.lastName ?? '',
        firstName: texts?.firstName ?? '',
      },
  },
);
