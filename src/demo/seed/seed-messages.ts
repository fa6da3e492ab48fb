import { type CommandBus } from '@nestjs/cqrs';
import { UploadAttachmentCommand } from '../../messages/attachments/upload-attachment.command.js';
import { SendMessageCommand } from '../../messages/send/send-message.command.js';
import { demoPersonOf, demoSharedMailboxes } from '../demo-people.js';
import { type DemoMessage, demoMessages } from './demo-messages.js';
import { demoId, seedContext } from './seed-context.js';

/** A handful of messages, really sealed and sent. */
export async function seedMessages(bus: CommandBus, now: Date): Promise<void> {
  for (const [index, message] of demoMessages.entries()) await seedMessage(bus, message, index, now);
}

async function seedMessage(bus: CommandBus, message: DemoMessage, index: number, now: Date): Promise<void> {
  const { from, to, cc = [], subject, html, pdf } = message;
  const acting = { actor: demoId('person', writerFor(from)), mailbox: demoId('mailbox', from) };
  const attachments = pdf === undefined ? [] : [await upload(bus, pdf, acting, index, now)];
  const context = seedContext(`message ${index}`, acting);
  await bus.execute(new SendMessageCommand(context, { to, cc, subject, html, attachments }));
}

async function upload(
  bus: CommandBus,
  pdf: NonNullable<DemoMessage['pdf']>,
  acting: { readonly actor: string; readonly mailbox: string },
  index: number,
  now: Date,
): Promise<string> {
  const { demoPdf } = await import('./demo-pdf.js');
  const source = [await demoPdf(pdf, now)];
  const context = seedContext(`attachment ${index}`, acting);
  const { id } = await bus.execute(
    new UploadAttachmentCommand(context, { name: pdf.name, source: streamOf(source) }),
  );
  return id;
}

async function* streamOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** Somebody writes for an account that several people share. */
function writerFor(address: string): string {
  if (demoPersonOf(address) !== undefined) return address;
  return demoSharedMailboxes.find((shared) => shared.address === address)?.users.at(-1) ?? address;
}
