import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type ImportLineView } from '../src/contracts/http/accounts.http.js';

export interface Imported {
  /** Lines by what became of them. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** A second. */
  readonly rate: number;
}

/** A file of so many accounts of people, each with a national id and an address for notifications; made as it is sent. */
export function* accountsFile(lines: number): Generator<string> {
  yield 'address,type,lastName,firstName,idType,idNumber,notifyAddress\n';
  for (let n = 0; n < lines; n++) {
    yield `personne.${n}@medimail.test,MED,Nom${n},Prénom,RPPS,${80_000_000_000 + n},p.${n}@courriel.test\n`;
  }
}

/** Sends the file to `POST /admin/imports` and reads the report while it comes. */
export async function importAccounts(
  origin: string,
  asked: { readonly cookie: string; readonly lines: number; readonly dryRun: boolean },
): Promise<Imported> {
  const started = performance.now();
  const sent = request(`${origin}/api/v1/admin/imports?dryRun=${asked.dryRun}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv', Cookie: asked.cookie },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  Readable.from(accountsFile(asked.lines)).pipe(sent);
  const [answer] = await answered;
  if (answer.statusCode !== 200) throw new Error(`the import was answered ${answer.statusCode}`);
  const outcomes: Record<string, number> = {};
  let reported = 0;
  for await (const line of createInterface({ input: answer })) {
    const { outcome } = JSON.parse(line) as ImportLineView;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    reported += 1;
  }
  if (reported !== asked.lines) throw new Error(`${reported} lines were reported`);
  return { outcomes, rate: (reported / (performance.now() - started)) * 1_000 };
}
