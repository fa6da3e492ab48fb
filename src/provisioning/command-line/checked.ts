import { type Type } from '@nestjs/common';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { createValidationPipe } from '../../platform/http/validation.js';

/** Carries out a command, and answers what is to be printed. */
export type Handler = (context: CommandContext, args: readonly string[]) => Promise<string>;

const validation = createValidationPipe();

/** What was typed, by the rules of the HTTP API. @throws Problem */
export async function checked<Dto extends object>(metatype: Type<Dto>, typed: unknown): Promise<Dto> {
  return (await validation.transform(typed, { type: 'body', metatype })) as Dto;
}
