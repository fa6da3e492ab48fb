import { type DirectoryEntryDocument } from '../../src/contracts/documents/directory.documents.js';
import { type IdentityForm } from '../../src/contracts/events/identity-form.js';
import { type MailboxType } from '../../src/contracts/events/mailbox.events.js';
import { searchWords } from '../../src/contracts/text/search-words.js';

/** Each is an entry of an index. */
const MOST_WORDS = 100;

type Activity = NonNullable<IdentityForm['activity']>;
type Location = NonNullable<IdentityForm['location']>;

/** What the directory shows of an account, and the words that it is found by. */
export function entryOf(account: {
  readonly type: MailboxType;
  readonly address: string;
  readonly form: IdentityForm;
}): DirectoryEntryDocument {
  const { type, address, form } = account;
  const activity = activityOf(form.activity ?? {});
  const place = placeOf(form.location ?? {});
  const { lastName, firstName } = form;
  return {
    type,
    address,
    lastName,
    firstName,
    ...activity,
    phones: [form.phone1 ?? '', form.phone2 ?? ''].filter((phone) => phone !== ''),
    place,
    organisation: organisationOf(form.organisation),
    dematerialise: form.dematerialise ?? false,
    whoWords: words(lastName, firstName, address, activity.companyName, activity.idNumber),
    activityWords: words(activity.profession, activity.speciality),
    whereWords: words(...Object.values(place)),
  };
}

const words = (...texts: readonly string[]): string[] => searchWords(texts.join(' '), MOST_WORDS);

const activityOf = ({
  idType = '',
  idNumber = '',
  companyName = '',
  title = '',
  profession = '',
  speciality = '',
}: Activity) => ({ idType, idNumber, companyName, title, profession, speciality });

const placeOf = ({
  address = '',
  postalCode = '',
  city = '',
  department = '',
  region = '',
}: Location): DirectoryEntryDocument['place'] => ({ address, postalCode, city, department, region });

const organisationOf = (
  organisation: IdentityForm['organisation'],
): DirectoryEntryDocument['organisation'] =>
  organisation
    ? { responsible: organisation.responsible ?? '', description: organisation.description ?? '' }
    : null;
