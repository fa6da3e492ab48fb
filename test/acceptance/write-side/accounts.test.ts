import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AcceptTermsCommand } from '../../../src/accounts/accept-terms/accept-terms.command.js';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { GrantAccessCommand } from '../../../src/accounts/grant-access/grant-access.command.js';
import { LinkIdentityCommand } from '../../../src/accounts/link-identity/link-identity.command.js';
import { AddressBook } from '../../../src/accounts/addresses/address-book.js';
import { mailboxDecider } from '../../../src/accounts/mailbox.decider.js';
import { pending, personDecider } from '../../../src/accounts/person.decider.js';
import { RegisterMailboxCommand } from '../../../src/accounts/register-mailbox/register-mailbox.command.js';
import { RemoveDelegateCommand } from '../../../src/accounts/remove-delegate/remove-delegate.command.js';
import { SetCorrespondenceCommand } from '../../../src/accounts/set-correspondence/set-correspondence.command.js';
import { ValidateIdentityCommand } from '../../../src/accounts/validate-identity/validate-identity.command.js';
import { WithdrawAccessCommand } from '../../../src/accounts/withdraw-access/withdraw-access.command.js';
import { setNotifications } from '../../../src/settings/decide-notifications.js';
import { defaultNotifications } from '../../../src/contracts/settings/notification-settings.js';
import { RunBatchCommand } from '../../../src/messages/batch/run-batch.command.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

let medimail: WriteSide;
let paul: Awaited<ReturnType<WriteSide['person']>>;
let rose: typeof paul;

beforeAll(async () => {
  medimail = await openWriteSide();
  [paul, rose] = [await medimail.person('paul'), await medimail.person('rose')];
  await register('m-cardio', 'cardio@medimail.test');
});
afterAll(() => medimail.close());

const nobody = () => medimail.contextOf(null, null);
const register = (id: string, address: string) =>
  medimail.run(new RegisterMailboxCommand(nobody(), { id, type: 'ORG', owner: null, address, label: id }));
const stateOf = async (person: string) =>
  (await medimail.aggregates.load(personDecider, `person-${person}`)).state;

describe('registering an account', () => {
  it('under an address that another account has is refused, however it is written: address-taken', async () => {
    await expect(register('m-2', ' PAUL@medimail.test')).rejects.toMatchObject({ code: 'address-taken' });
    const set = new SetCorrespondenceCommand(nobody(), rose.mailbox, {
      kind: 'mssante',
      address: paul.address,
    });
    await expect(medimail.run(set)).rejects.toMatchObject({ code: 'address-taken' });
  });

  it('under a malformed address is refused: address-refused', async () => {
    await expect(register('m-2', 'cardio')).rejects.toMatchObject({ code: 'address-refused' });
  });

  it('that was cut short after its address was reserved is taken up by the same operation', async () => {
    const context = { ...nobody(), keyed: true };
    const command = () =>
      new RegisterMailboxCommand(context, {
        type: 'APP',
        owner: null,
        address: 'labo@medimail.test',
        label: 'Labo',
      });
    const first = await medimail.run(command());
    expect(await medimail.run(command())).toEqual(first);
  });

  it('leaves no address, label or name in clear in the event store', async () => {
    for (const stream of [`mailbox-${paul.mailbox}`, `person-${paul.person}`]) {
      for await (const { data } of medimail.store.read(stream)) {
        expect(JSON.stringify(data)).not.toMatch(/paul@|Dr paul|PAUL|Camille/);
      }
    }
  });
});

describe('a correspondence', () => {
  const address = 'partage@mss.test';
  const set = (account: string, to: string) =>
    medimail.run(new SetCorrespondenceCommand(nobody(), account, { kind: 'mssante', address: to }));
  const correspondencesOf = async (account: string) =>
    (await medimail.aggregates.load(mailboxDecider, `mailbox-${account}`)).state.correspondences;
  /** Paul comes when the next one has the address reserved, and no event yet that says so. */
  const takenAfterReservation = (taken: string) => {
    const addresses = medimail.app.get(AddressBook);
    const reserve = addresses.reserve.bind(addresses);
    vi.spyOn(addresses, 'reserve').mockImplementationOnce(async (...asked) => {
      const reserved = await reserve(...asked);
      await set(paul.mailbox, taken);
      return reserved;
    });
  };
  const reached = async () => (await medimail.app.get(AddressBook).find(address))?.mailbox;

  it.each([['none'], ['another']])(
    'that another account took between its reservation and its event is refused, and what was before stays: %s',
    async (before) => {
      await set(paul.mailbox, `paul.${before}@mss.test`);
      if (before === 'another') await set(rose.mailbox, 'rose@mss.test');
      const had = await correspondencesOf(rose.mailbox);
      takenAfterReservation(address);
      await expect(set(rose.mailbox, address)).rejects.toMatchObject({ code: 'address-taken' });
      expect(await correspondencesOf(rose.mailbox)).toEqual(had);
      expect(await reached()).toBe(paul.mailbox);
      await set(paul.mailbox, `paul.${before}@mss.test`);
    },
  );

  it.each([['an account'], ['a new account']])(
    'that its former account set again while another took it stays that one’s: %s',
    async (taker) => {
      const taken = taker === 'an account' ? 'encore@mss.test' : 'encore@medimail.test';
      await set(paul.mailbox, taken);
      await set(paul.mailbox, 'paul.autre@mss.test');
      // As the reservation is appended the one that had it comes again: too late to see whose it becomes.
      const execute = medimail.aggregates.execute.bind(medimail.aggregates);
      const spy = vi.spyOn(medimail.aggregates, 'execute').mockImplementationOnce(async (...asked) => {
        spy.mockRestore();
        await set(paul.mailbox, taken);
        return execute(...asked);
      });
      const take = () => (taker === 'an account' ? set(rose.mailbox, taken) : register('m-new', taken));
      await expect(take()).rejects.toMatchObject({ code: 'address-taken' });
      expect((await medimail.app.get(AddressBook).find(taken))?.mailbox).toBe(paul.mailbox);
      expect([...(await correspondencesOf(rose.mailbox)).values()]).not.toContain(taken);
      await set(paul.mailbox, `paul.${taken === 'encore@mss.test' ? 1 : 2}@mss.test`);
      await take();
    },
  );

  it('that is set again is not reserved again', async () => {
    await set(rose.mailbox, 'constante@mss.test');
    const before = await medimail.store.head();
    await set(rose.mailbox, 'constante@mss.test');
    expect(await medimail.store.head()).toBe(before);
  });

  it('is not put back where it has become another account’s meanwhile', async () => {
    await set(rose.mailbox, 'ancienne@mss.test');
    const addresses = medimail.app.get(AddressBook);
    const confirm = addresses.confirm.bind(addresses);
    const spy = vi.spyOn(addresses, 'confirm').mockImplementation(async (...asked) => {
      if (asked[1] !== rose.mailbox) return confirm(...asked);
      spy.mockRestore();
      // Rose has it no longer, and does not know yet that what she has is not hers.
      await set('m-cardio', 'ancienne@mss.test');
      return confirm(...asked);
    });
    takenAfterReservation(address);
    await expect(set(rose.mailbox, address)).rejects.toMatchObject({ code: 'address-taken' });
    expect((await addresses.find('ancienne@mss.test'))?.mailbox).toBe('m-cardio');
    expect([...(await correspondencesOf(rose.mailbox)).values()]).not.toContain('ancienne@mss.test');
  });

  it('that an operation lost is set by the same operation once it is free', async () => {
    const context = { ...nobody(), keyed: true };
    const lost = 'perdue@mss.test';
    const again = () =>
      medimail.run(new SetCorrespondenceCommand(context, rose.mailbox, { kind: 'mssante', address: lost }));
    takenAfterReservation(lost);
    await expect(again()).rejects.toMatchObject({ code: 'address-taken' });
    await set(paul.mailbox, 'paul.encore@mss.test');
    await again();
    expect((await medimail.app.get(AddressBook).find(lost))?.mailbox).toBe(rose.mailbox);
  });

  it('that is refused for the account’s notifications after its reservation is free for others', async () => {
    const addresses = medimail.app.get(AddressBook);
    const reserve = addresses.reserve.bind(addresses);
    const notified = 'avis@mss.test';
    vi.spyOn(addresses, 'reserve').mockImplementationOnce(async (...asked) => {
      const reserved = await reserve(...asked);
      await medimail.aggregates.execute(mailboxDecider, `mailbox-${rose.mailbox}`, nobody(), (state) =>
        setNotifications(state, { ...defaultNotifications, address: notified }, false),
      );
      return reserved;
    });
    await expect(set(rose.mailbox, notified)).rejects.toMatchObject({ code: 'address-refused' });
    await set(paul.mailbox, notified);
    expect((await addresses.find(notified))?.mailbox).toBe(paul.mailbox);
  });

  it('under which an account is being made is not: address-taken', async () => {
    const addresses = medimail.app.get(AddressBook);
    await addresses.reserve(nobody(), 'm-not-yet', 'bientot@mss.test');
    await expect(set(paul.mailbox, 'bientot@mss.test')).rejects.toMatchObject({ code: 'address-taken' });
  });
});

describe('the first login (A2, A3)', () => {
  it('links the identity, accepts the terms in force, validates the names', async () => {
    await medimail.publishTerms('1');
    const context = () => medimail.contextOf(paul.person, null);
    const validate = () =>
      medimail.run(new ValidateIdentityCommand(context(), { lastName: 'Nouveau', firstName: 'Paul' }));
    await medimail.run(new LinkIdentityCommand(nobody(), paul.person, 'https://portail', 'sub-1'));
    expect(pending(await stateOf(paul.person), '1')).toEqual(['terms', 'identity']);
    await expect(validate()).rejects.toMatchObject({ code: 'terms-pending' });
    await expect(medimail.run(new AcceptTermsCommand(context(), '0'))).rejects.toMatchObject({
      code: 'terms-outdated',
    });
    await medimail.run(new AcceptTermsCommand(context(), '1'));
    await validate();
    expect(pending(await stateOf(paul.person), '1')).toEqual([]);
    const accepted = (await medimail.events(`person-${paul.person}`)).find(
      ({ event }) => event.type === 'TermsAccepted',
    );
    expect(accepted?.metadata.actor).toBe(paul.person);
    expect(accepted?.event.data).toEqual({
      version: '1',
      acceptedAt: medimail.clock.now().toISOString(),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('with an identity that is somebody else’s is refused, and so is a second identity', async () => {
    const link = (person: string, subject: string) =>
      medimail.run(new LinkIdentityCommand(nobody(), person, 'https://portail', subject));
    await expect(link(rose.person, 'sub-1')).rejects.toMatchObject({ code: 'identity-taken' });
    await expect(link(paul.person, 'sub-2')).rejects.toMatchObject({ code: 'already-linked' });
    // What the refused link would have used is still free.
    await link(rose.person, 'sub-2');
  });
});

describe('access and delegates', () => {
  it('an access that is withdrawn counts at once (S13)', async () => {
    const context = () => medimail.contextOf(paul.person, 'm-cardio');
    const send = () => medimail.send(context(), { to: [rose.address] });
    await expect(send()).rejects.toMatchObject({ code: 'not-found' });
    const { id } = await medimail.run(new GrantAccessCommand(nobody(), 'm-cardio', paul.address));
    await send();
    await medimail.run(new WithdrawAccessCommand(nobody(), 'm-cardio', id));
    await expect(send()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('access is for people: an account that is no person’s is refused', async () => {
    const grant = new GrantAccessCommand(nobody(), 'm-cardio', 'cardio@medimail.test');
    await expect(medimail.run(grant)).rejects.toMatchObject({ code: 'address-refused' });
  });

  it('a delegate must be an account, and gets no copy once removed (S4, S5)', async () => {
    const unknown = medimail.run(new AddDelegateCommand(rose.context(), 'personne@medimail.test'));
    await expect(unknown).rejects.toMatchObject({ code: 'address-refused', errors: [{ code: 'unknown' }] });
    const { id } = await medimail.run(new AddDelegateCommand(rose.context(), 'cardio@medimail.test'));
    const holders = async () => {
      const answer = await medimail.send(paul.context(), { to: [rose.address] });
      const [sealed] = await medimail.events(answer.stream);
      return (sealed?.event.data as { holders: { mailbox: string }[] }).holders.map(({ mailbox }) => mailbox);
    };
    expect(await holders()).toEqual([paul.mailbox, rose.mailbox, 'm-cardio']);
    await medimail.run(new RemoveDelegateCommand(rose.context(), id));
    expect(await holders()).toEqual([paul.mailbox, rose.mailbox]);
  });
});

it('a batch answers for each message by itself', async () => {
  const send = async () => (await medimail.send(paul.context(), { to: [rose.address] })).id;
  const [first, second] = [await send(), await send()];
  await medimail.run(new OpenMessageCommand(rose.context(), first));
  const batch = (action: 'delete' | 'delete-forever', ...ids: string[]) =>
    medimail.run(new RunBatchCommand(rose.context(), ids, action)).then(({ results }) => results);
  expect(await batch('delete', first, 'gone', first)).toEqual([
    { id: first, status: 200 },
    { id: 'gone', status: 404, type: 'not-found' },
  ]);
  expect(await batch('delete-forever', first, second)).toEqual([
    { id: first, status: 200 },
    { id: second, status: 409, type: 'not-deleted' },
  ]);
});
