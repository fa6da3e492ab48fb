/** What other features use of accounts. */
export { retentionApplied, setLegalHold, setRetention } from './decide-retention.js';
export { Acting, type Actor } from './acting/acting.js';
export { MailboxCommands } from './acting/mailbox-commands.js';
export { AddressBook, type FoundMailbox } from './addresses/address-book.js';
export { distinctAddresses, normalizeAddress } from './addresses/address.js';
export { AccountsModule } from './accounts.module.js';
export { type Folder, type Folders, heirOf } from './folders.state.js';
export { type Establishment } from './decide-register-mailbox.js';
export { mailboxDecider } from './mailbox.decider.js';
export { type CorrespondenceTerms, isShared, type MailboxState, mayUse } from './mailbox.state.js';
export { fullName, pending, personDecider, type PersonState } from './person.decider.js';
export { addressTaken, reservationDecider } from './reservation.decider.js';
export { TERMS_OF_USE, termsDecider } from './terms.decider.js';
