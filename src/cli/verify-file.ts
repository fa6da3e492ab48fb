import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type EmlFault, verifyEml } from '../platform/eml/verify-eml.js';
import { type CommandOutcome } from '../platform/management/command-line.js';

/** What does not fit, in words. */
const faults: Readonly<Record<EmlFault, string>> = {
  'no-seal': 'it carries no seal: it is no message exported from Medimail, or what it carried was taken away',
  malformed: 'its seal, or the salts beside it, cannot be read',
  algorithm: 'its seal is not signed in the way of Medimail (EdDSA)',
  'unknown-key': 'the key of its seal is not among the public keys given',
  signature: 'its seal was not signed with the key that it names',
  kid: 'the key named beside its seal is not the key of the seal',
  id: 'its Message-ID is not that of the message sealed',
  'sealed-at': 'its date is not that of the sealing',
  date: 'its date was altered',
  subject: 'its subject was altered',
  from: 'its sender was altered',
  to: 'its recipients (To) were altered',
  cc: 'its recipients (Cc) were altered',
  body: 'its text was altered',
  text: 'its plain text does not say what the sealed text says',
  structure:
    'it has not the form of an exported message: something was added, taken away, relabelled or written anew',
  attachments: 'an attachment was altered, added or taken away',
  files: 'the name or the type of an attachment was altered',
  fields: 'a field of its header was added: readers would disagree on what it says',
  commitments: 'its seal is of another message',
};

/**
 * `medimail verify FILE --jwks FILE`: whether an exported message is as it was sealed. Offline: reads the two files and
 * nothing else.
 *
 * @param file an exported message (`.eml`)
 * @param jwksFile public keys as `/.well-known/jwks.json` answers them
 * @returns exit code 0 where it is, 1 where it is not or where that cannot be found out
 */
export async function verifyFile(file: string, jwksFile: string): Promise<CommandOutcome> {
  const jwks = await readJwks(jwksFile);
  if (jwks === undefined) return failed(`${jwksFile}: no set of public keys (RFC 7517) can be read from it.`);
  try {
    const verdict = await verifyEml(createReadStream(file), jwks);
    if (!verdict.valid) return failed(`NOT CONFIRMED: ${file}: ${faults[verdict.reason]}.`);
    const { payload, kid, attachments, coversNames } = verdict;
    const lines = [
      `CONFIRMED: ${file} is as it was sealed on ${payload.sealedAt}.`,
      `  message ${payload.id}, signed with the key ${kid}`,
      `  unaltered: subject, sender, recipients, date, text, ${countOf(attachments)}${coversNames && attachments > 0 ? ', with name and type' : ''}`,
      `  not covered by the seal: ${coversNames ? '' : 'names and types of attachments, '}which messages it answers, and whether it is an automatic reply`,
    ];
    return { exitCode: 0, lines };
  } catch (error) {
    return failed(`${file}: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
}

const failed = (line: string): CommandOutcome => ({ exitCode: 1, lines: [line] });

const countOf = (attachments: number): string =>
  attachments === 0 ? 'no attachment' : `${attachments} attachment${attachments === 1 ? '' : 's'}`;

async function readJwks(file: string): Promise<{ readonly keys: readonly object[] } | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof read !== 'object' || read === null || !('keys' in read)) return undefined;
    const { keys } = read;
    const fits = Array.isArray(keys) && keys.every((key: unknown) => typeof key === 'object' && key !== null);
    return fits ? { keys: keys } : undefined;
  } catch {
    return undefined;
  }
}
