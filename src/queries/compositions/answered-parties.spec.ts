import { describe, expect, it } from 'vitest';
import { type Party } from '../../contracts/events/schemas.js';
import { repliedTo, repliedToAll } from './answered-parties.js';

const at = (name: string): Party => ({ address: `${name}@medimail.test`, name, mailbox: name });
const address = (name: string) => `${name}@medimail.test`;
const claire = {
  mailbox: 'claire',
  addresses: new Set([address('claire'), 'claire.pradel@mssante.test']),
};
const message = {
  from: at('antoine'),
  to: [at('claire'), at('julie')],
  cc: [at('rose'), at('labo')],
};

describe('an answer (D4)', () => {
  it('goes to the sender alone', () => {
    expect(repliedTo(message, claire)).toEqual({ to: [address('antoine')], cc: [] });
  });

  it('goes to a sender who is no account here, or no more', () => {
    const from = { address: 'dr.ailleurs@chu.mssante.test', name: 'Dr Ailleurs' };
    expect(repliedTo({ ...message, from }, claire)).toEqual({ to: [from.address], cc: [] });
  });

  it('to one’s own message goes to whom it was sent', () => {
    expect(repliedTo({ ...message, from: at('claire') }, claire).to).toEqual([address('julie')]);
    expect(repliedTo({ from: at('claire'), to: [at('claire')], cc: [] }, claire).to).toEqual([
      address('claire'),
    ]);
  });

  it('from a delegate’s copy goes to the sender', () => {
    const delegate = { mailbox: 'paul', addresses: new Set([address('paul')]) };
    expect(repliedTo(message, delegate).to).toEqual([address('antoine')]);
    expect(repliedToAll(message, delegate).to).toEqual(['antoine', 'claire', 'julie'].map(address));
  });
});

describe('an answer to all (D5)', () => {
  it('goes to the sender and the other « A », and to the « Cc » for information', () => {
    expect(repliedToAll(message, claire)).toEqual({
      to: [address('antoine'), address('julie')],
      cc: [address('rose'), address('labo')],
    });
  });

  it('does not go to the answering account, by whichever of its addresses it was written to', () => {
    const own: Party[] = [
      { address: 'claire.pradel@mssante.test', name: 'Claire' },
      { address: 'claire.ancienne@mssante.test', name: 'Claire', mailbox: 'claire' },
    ];
    const { to, cc } = repliedToAll({ from: at('antoine'), to: own, cc: own }, claire);
    expect([to, cc]).toEqual([[address('antoine')], []]);
  });

  it('goes to another account whose address is the answering one’s by now', () => {
    const julie: Party = { address: 'claire.pradel@mssante.test', name: 'Julie', mailbox: 'julie' };
    expect(repliedToAll({ from: at('antoine'), to: [julie], cc: [] }, claire).to).toEqual([
      address('antoine'),
      julie.address,
    ]);
  });

  it('goes to each account once, in the field where it is named first', () => {
    const twice: Party = { address: 'antoine@mssante.test', name: 'Antoine', mailbox: 'antoine' };
    const outside: Party = { address: 'x@ailleurs.test', name: '' };
    const to = [twice, at('julie'), outside];
    expect(repliedToAll({ from: at('antoine'), to, cc: [at('julie'), outside] }, claire)).toEqual({
      to: [address('antoine'), address('julie'), 'x@ailleurs.test'],
      cc: [],
    });
  });

  it('to one’s own message goes to whom it was sent', () => {
    expect(repliedToAll({ ...message, from: at('claire') }, claire)).toEqual({
      to: [address('julie')],
      cc: [address('rose'), address('labo')],
    });
  });

  it('to a message for information alone goes to the sender', () => {
    expect(repliedToAll({ from: at('antoine'), to: [], cc: [at('claire')] }, claire)).toEqual({
      to: [address('antoine')],
      cc: [],
    });
  });
});
