import { type CorrespondenceKind, type MailboxType } from '../contracts/events/mailbox.events.js';
import { type PersonRole } from '../contracts/events/person.events.js';

/* The accounts of the demonstration: what the seed provisions, and whom the identity provider knows. */

interface DemoMailbox {
  readonly address: string;
  readonly label: string;
  readonly type: MailboxType;
  readonly correspondences: readonly { readonly kind: CorrespondenceKind; readonly address: string }[];
}

export interface DemoPerson extends DemoMailbox {
  readonly firstName: string;
  readonly lastName: string;
  readonly roles: readonly PersonRole[];
  /** The portal's `SubjectNameID`, under which the person is provisioned: made up, of the form of an RPPS. */
  readonly nationalId: string;
  /** The portal's `sub`, of the form of Pro Santé Connect's. */
  readonly subject: string;
  /** Whether the terms are accepted and the identity validated. */
  readonly firstLoginDone: boolean;
  readonly redList: boolean;
  /** Where the portal sends its one-time codes: an ordinary address, and a number that is nobody's. */
  readonly contact: { readonly mail: string; readonly phone: string };
  /** In words, for the portal's list of people. */
  readonly profession: string;
}

export interface DemoSharedMailbox extends DemoMailbox {
  /** Addresses of the people who may use it. */
  readonly users: readonly string[];
}

export const DEMO_DOMAIN = 'medimail.test';

/** The portal's `iss`: constant, whatever the port that serves it, because identities are linked by it. */
export const DEMO_ISSUER = 'https://portail.medimail.test';

const at = (name: string): string => `${name}@${DEMO_DOMAIN}`;
const mssante = (name: string) => ({ kind: 'mssante', address: `${name}@demo.mssante.test` }) as const;
const apicrypt = (name: string) => ({ kind: 'apicrypt', address: `${name}@demo.apicrypt.test` }) as const;

function person(
  name: string,
  type: MailboxType,
  number: number,
  rest: Partial<DemoPerson> & Pick<DemoPerson, 'firstName' | 'lastName' | 'profession'>,
): DemoPerson {
  const nationalId = `899000000${String(number).padStart(2, '0')}`;
  return {
    address: at(name),
    label: `${rest.firstName} ${rest.lastName}`,
    type,
    nationalId,
    subject: `f:5f1d8d0c-0c5e-4f6e-9a2b-6d656469${String(number).padStart(4, '0')}:${nationalId}`,
    roles: [],
    contact: { mail: `${name}@courriel.test`, phone: `063998${String(number).padStart(4, '0')}` },
    correspondences: [],
    firstLoginDone: true,
    redList: false,
    ...rest,
  };
}

export const demoPeople: readonly DemoPerson[] = [
  person('antoine.mennebeuf', 'MED', 1, {
    firstName: 'Antoine',
    lastName: 'Mennebeuf',
    profession: 'Médecin, cardiologue',
    correspondences: [mssante('antoine.mennebeuf'), apicrypt('antoine.mennebeuf')],
  }),
  person('claire.pradel', 'MED', 2, {
    firstName: 'Claire',
    lastName: 'Pradel',
    profession: 'Médecin généraliste',
    correspondences: [mssante('claire.pradel')],
  }),
  person('julie.martin', 'PER', 3, {
    firstName: 'Julie',
    lastName: 'Martin',
    profession: 'Secrétaire médicale',
  }),
  person('paul.nouveau', 'MED', 4, {
    firstName: 'Paul',
    lastName: 'Nouveau',
    profession: 'Médecin, n’est encore jamais venu',
    firstLoginDone: false,
  }),
  person('rose.rouge', 'MED', 5, {
    firstName: 'Rose',
    lastName: 'Rouge',
    profession: 'Médecin, sur la liste rouge',
    redList: true,
  }),
  person('auditeur', 'INT', 6, {
    firstName: 'Auditeur',
    lastName: 'Medimail',
    profession: 'Auditeur',
    roles: ['auditor'],
  }),
  person('admin', 'INT', 7, {
    firstName: 'Admin',
    lastName: 'Medimail',
    profession: 'Administrateur',
    roles: ['administrator'],
  }),
];

export const demoSharedMailboxes: readonly DemoSharedMailbox[] = [
  {
    address: at('secretariat.cardio'),
    label: 'Secrétariat de cardiologie',
    type: 'ORG',
    correspondences: [],
    users: [at('antoine.mennebeuf'), at('julie.martin')],
  },
  {
    address: at('labo.bio'),
    label: 'Laboratoire de biologie',
    type: 'APP',
    correspondences: [],
    users: [at('julie.martin')],
  },
];

/** The person of an address, whatever its case; undefined where the address is no person's. */
export function demoPersonOf(address: string): DemoPerson | undefined {
  return demoPeople.find((candidate) => candidate.address === address.toLowerCase());
}
