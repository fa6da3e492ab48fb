import { type Static, Type } from '@sinclair/typebox';

export const MailboxType = Type.Union([
  Type.Literal('MED'),
  Type.Literal('PER'),
  Type.Literal('INT'),
  Type.Literal('ORG'),
  Type.Literal('APP'),
]);
export type MailboxType = Static<typeof MailboxType>;
