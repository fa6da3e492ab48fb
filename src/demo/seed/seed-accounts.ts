import { type CommandBus } from '@nestjs/cqrs';
import { AcceptTermsCommand } from '../../accounts/accept-terms/accept-terms.command.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { LinkIdentityCommand } from '../../accounts/link-identity/link-identity.command.js';
import { ProvisionIdentityCommand } from '../../accounts/provision-identity/provision-identity.command.js';
import { PublishTermsCommand } from '../../accounts/publish-terms/publish-terms.command.js';
import { RegisterMailboxCommand } from '../../accounts/register-mailbox/register-mailbox.command.js';
import { RegisterPersonCommand } from '../../accounts/register-person/register-person.command.js';
import { SetCorrespondenceCommand } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { ValidateIdentityCommand } from '../../accounts/validate-identity/validate-identity.command.js';
import {
  DEMO_ISSUER,
  demoPeople,
  type DemoPerson,
  type DemoSharedMailbox,
  demoSharedMailboxes,
} from '../demo-people.js';
import { demoTerms } from './demo-terms.js';
import { demoId, seedContext } from './seed-context.js';

/** The terms, the people and the accounts that they share. */
export async function seedAccounts(bus: CommandBus): Promise<void> {
  const { version, title, html } = demoTerms;
  await bus.execute(new PublishTermsCommand(seedContext('terms'), version, title, html));
  for (const person of demoPeople) {
    await seedPerson(bus, person);
    if (person.firstLoginDone) await seedFirstLogin(bus, person);
  }
  for (const mailbox of demoSharedMailboxes) await seedSharedMailbox(bus, mailbox);
}

async function seedPerson(bus: CommandBus, person: DemoPerson): Promise<void> {
  const { address, type, label, roles, lastName, firstName } = person;
  const id = demoId('person', address);
  const mailbox = demoId('mailbox', address);
  const step = (name: string) => seedContext(`${name} ${address}`);
  await bus.execute(
    new RegisterMailboxCommand(step('mailbox'), { id: mailbox, type, owner: id, address, label }),
  );
  await bus.execute(new RegisterPersonCommand(step('person'), { id, mailbox, roles, lastName, firstName }));
  await bus.execute(new ProvisionIdentityCommand(step('national id'), id, person.nationalId));
  await seedCorrespondences(bus, mailbox, person);
}

async function seedFirstLogin(bus: CommandBus, person: DemoPerson): Promise<void> {
  const { address, lastName, firstName, subject, redList } = person;
  const id = demoId('person', address);
  const step = (name: string) => seedContext(`${name} ${address}`, { actor: id });
  await bus.execute(new LinkIdentityCommand(step('identity'), id, DEMO_ISSUER, subject));
  await bus.execute(new AcceptTermsCommand(step('acceptance'), demoTerms.version));
  const form = { lastName, firstName, ...(redList && { redList }) };
  await bus.execute(new ValidateIdentityCommand(step('validation'), form));
}

async function seedSharedMailbox(bus: CommandBus, shared: DemoSharedMailbox): Promise<void> {
  const { address, type, label, users } = shared;
  const id = demoId('mailbox', address);
  const context = seedContext(`mailbox ${address}`);
  await bus.execute(new RegisterMailboxCommand(context, { id, type, owner: null, address, label }));
  for (const user of users) {
    await bus.execute(new GrantAccessCommand(seedContext(`grant ${address} ${user}`), id, user));
  }
  await seedCorrespondences(bus, id, shared);
}

async function seedCorrespondences(
  bus: CommandBus,
  mailbox: string,
  { correspondences }: Pick<DemoPerson, 'correspondences'>,
): Promise<void> {
  for (const { kind, address } of correspondences) {
    const context = seedContext(`correspondence ${address}`);
    await bus.execute(new SetCorrespondenceCommand(context, mailbox, { kind, address }));
  }
}
