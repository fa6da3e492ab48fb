import { type Party } from '../../contracts/events/schemas.js';

/** Who a message was from and to. */
export interface Correspondents {
  readonly from: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
}

/** The account that answers. */
export interface Answering {
  readonly mailbox: string;
  /** All that reach it: its own, and its correspondences'. */
  readonly addresses: ReadonlySet<string>;
}

export interface Answered {
  readonly to: string[];
  readonly cc: string[];
}

/**
 * Who an answer goes to (D4): the sender. One's own message is answered to whom it was sent, as mail programs do:
 * the answer adds to it.
 */
export function repliedTo(message: Correspondents, answering: Answering): Answered {
  const to = isOwn(message.from, answering) ? message.to : [message.from];
  return addressed({ from: message.from, to, cc: [] }, answering);
}

/** Who an answer to all goes to (D5): the sender and the other « A », and the « Cc » for information. */
export function repliedToAll(message: Correspondents, answering: Answering): Answered {
  const { from, to, cc } = message;
  return addressed({ from, to: isOwn(from, answering) ? to : [from, ...to], cc }, answering);
}

/** Each account once, the answering one not at all: but to whom, if it is the only one? Then to itself. */
function addressed({ from, to, cc }: Correspondents, answering: Answering): Answered {
  const seen = new Set<string>();
  const others = (parties: readonly Party[]): string[] =>
    parties
      .filter((party) => {
        const names = [party.address, ...(party.mailbox === undefined ? [] : [party.mailbox])];
        const isNew = !isOwn(party, answering) && !names.some((name) => seen.has(name));
        for (const name of names) seen.add(name);
        return isNew;
      })
      .map(({ address }) => address);
  const answered = { to: others(to), cc: others(cc) };
  return answered.to.length + answered.cc.length > 0 ? answered : { to: [from.address], cc: [] };
}

/** By the account that it was, where it was one: an address may have changed hands since. */
const isOwn = ({ address, mailbox }: Party, answering: Answering): boolean =>
  mailbox === undefined ? answering.addresses.has(address) : mailbox === answering.mailbox;
