import { Injectable } from '@nestjs/common';
import { AddressBook, type FoundMailbox, normalizeAddress } from '../../accounts/index.js';
import { type RefusedField } from '../../contracts/decider.js';
import { type Party } from '../../contracts/events/schemas.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { type Recipient } from '../holders.js';

export interface ResolvedRecipients {
  /** As the envelope shows them: the address that was written to, in normal form, and the account's name. */
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly recipients: readonly Recipient[];
}

export interface LookedUpRecipients extends ResolvedRecipients {
  /** Every address that cannot be reached, with the reason. */
  readonly refused: readonly RefusedField[];
}

interface Wanted {
  readonly field: 'to' | 'cc';
  readonly address: string;
}

/** Look-ups of one message at once. */
const CONCURRENCY = 32;

/**
 * Who is written to (D2). An account is a recipient once, whichever of its addresses are named, and in the field
 * where it is named first.
 */
@Injectable()
export class RecipientResolver {
  constructor(private readonly addresses: AddressBook) {}

  async resolve(to: readonly string[], cc: readonly string[]): Promise<LookedUpRecipients> {
    const errors: RefusedField[] = [];
    const wanted = distinct(to, cc, errors);
    const found = await mapBounded(wanted, CONCURRENCY, ({ address }) => this.addresses.find(address));
    const parties = { to: new Map<string, Party>(), cc: new Map<string, Party>() };
    const recipients = new Map<string, Recipient>();
    for (const [index, { field, address }] of wanted.entries()) {
      const mailbox = found[index];
      if (mailbox === undefined) {
        errors.push(refused(field, 'unknown', 'Cette adresse est inconnue.', address));
      } else if (!recipients.has(mailbox.mailbox)) {
        recipients.set(mailbox.mailbox, recipient(mailbox));
        parties[field].set(mailbox.mailbox, party(mailbox, address));
      }
    }
    return {
      to: [...parties.to.values()],
      cc: [...parties.cc.values()],
      recipients: [...recipients.values()],
      refused: errors,
    };
  }
}

function distinct(to: readonly string[], cc: readonly string[], errors: RefusedField[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  const add = (field: Wanted['field'], text: string): void => {
    const address = normalizeAddress(text);
    if (address === undefined)
      errors.push(refused(field, 'malformed', 'Cette adresse est mal formée.', text));
    else if (!wanted.has(address)) wanted.set(address, { field, address });
  };
  for (const text of to) add('to', text);
  for (const text of cc) add('cc', text);
  return [...wanted.values()];
}

function recipient({ mailbox, state }: FoundMailbox): Recipient {
  return { mailbox, delegates: [...state.delegates.keys()], retentionDays: state.retentionDays };
}

function party({ mailbox, state }: FoundMailbox, address: string): Party {
  return { address, name: state.label ?? '', mailbox };
}

function refused(field: string, code: string, detail: string, address: string): RefusedField {
  return { field, code, detail, address: address.slice(0, 254) };
}
