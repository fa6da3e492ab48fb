import { type Static, Type } from '@sinclair/typebox';

/** Schemas that several events share. Strings are bounded: an append is, too. */
export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,80}$' });
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
/** A day of the calendar in Paris. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** base64url of 32 bytes. */
export const Salt = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
/** SHA-256 thumbprint of a key (RFC 7638). */
export const Thumbprint = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
export const Size = Type.Integer({ minimum: 0 });
export const Address = Type.String({ minLength: 3, maxLength: 254 });
/** Keyword of a text's limit as people count it. */
export const CHARACTERS = 'characters';

/**
 * A text of so many characters. The checks of events count UTF-16 units, those of requests what is seen: of the
 * latter one may be two of the former, and a third that chooses how it is drawn.
 */
export const Text = (characters: number, options: { readonly minLength?: number } = {}) =>
  Type.String({ ...options, maxLength: 3 * characters, [CHARACTERS]: characters });
export const Name = Text(255);

export const closed = { additionalProperties: false } as const;

/** A person or a mailbox as messages show it. */
export const Party = Type.Object({ address: Address, name: Name, mailbox: Type.Optional(Id) }, closed);
export type Party = Static<typeof Party>;

/** Who did something, in words: the account, and the person where the account is not a person's own. */
export const By = Type.Object({ address: Address, name: Name, person: Type.Optional(Name) }, closed);
export type By = Static<typeof By>;

/** `private` of the events that only say who acted. */
export const ActedBy = Type.Object({ by: By }, closed);
export type ActedBy = Static<typeof ActedBy>;

export const FolderRole = Type.Union([
  Type.Literal('inbox'),
  Type.Literal('sent'),
  Type.Literal('drafts'),
  Type.Literal('deleted'),
]);
export type FolderRole = Static<typeof FolderRole>;

export const HolderRole = Type.Union([
  Type.Literal('sender'),
  Type.Literal('recipient'),
  Type.Literal('delegate'),
]);
export type HolderRole = Static<typeof HolderRole>;
