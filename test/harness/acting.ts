import { randomUUID } from 'node:crypto';
import { type CommandBus } from '@nestjs/cqrs';
import { GrantAccessCommand } from '../../src/accounts/grant-access/grant-access.command.js';
import { RegisterMailboxCommand } from '../../src/accounts/register-mailbox/register-mailbox.command.js';
import { demoId } from '../../src/demo/seed/seed-context.js';
import { type CommandContext } from '../../src/platform/commands/aggregates.js';

/* Commands that have no route yet, as the command line would give them. */

const addressOf = (name: string): string => `${name}@medimail.test`;

/** Of a person of the demonstration: `antoine.mennebeuf`. */
export const personIdOf = (name: string): string => demoId('person', addressOf(name));

/** Of an account of the demonstration: `secretariat.cardio`. */
export const mailboxIdOf = (name: string): string => demoId('mailbox', addressOf(name));

/** The service itself, where neither is named. */
export function actingAs(actor: string | null = null, mailbox: string | null = null): CommandContext {
  const operation = randomUUID();
  return { actor, mailbox, correlationId: operation, causationId: operation, operation };
}

/** An account more, `<name>@medimail.test`, of a person of the demonstration: fewer commands than to share one. */
export async function registerOwned(bus: CommandBus, name: string, owner: string): Promise<string> {
  const mailbox = { type: 'PER', owner: personIdOf(owner), address: addressOf(name), label: name } as const;
  return (await bus.execute(new RegisterMailboxCommand(actingAs(), mailbox))).id;
}

/** An organisational account more, `<name>@medimail.test`, which these people of the demonstration may use. */
export async function registerShared(
  bus: CommandBus,
  { name, label = name, users }: { name: string; label?: string; users: readonly string[] },
): Promise<string> {
  const mailbox = { type: 'ORG', owner: null, address: addressOf(name), label } as const;
  const { id } = await bus.execute(new RegisterMailboxCommand(actingAs(), mailbox));
  for (const user of users) {
    await bus.execute(new GrantAccessCommand(actingAs(), id, addressOf(user)));
  }
  return id;
}
