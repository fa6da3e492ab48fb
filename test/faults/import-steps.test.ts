import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { Global, Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImportLineView } from '../../src/contracts/http/accounts.http.js';
import { type StoredEvent } from '../../src/platform/event-store/event-store.js';
import { UndecodableEvent } from '../../src/platform/events/event-codec.js';
import { Config } from '../../src/platform/config/config.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { CommandLine } from '../../src/platform/management/command-line.js';
import { ImportAccounts } from '../../src/provisioning/import/import-accounts.js';
import { ProvisioningModule } from '../../src/provisioning/provisioning.module.js';
import { dyingAt, ProcessDied, type Step } from '../harness/dying-ports.js';
import { openWriteSide, type WriteSide } from '../harness/write-side.js';

const providers = [
  CommandLine,
  { provide: Config, useValue: loadConfig({ DATA_DIR: tmpdir(), PORT: '0', MANAGEMENT_PORT: '0' }) },
];
@Global()
@Module({ providers, exports: providers })
class AroundProvisioning {}

const FILE = [
  'address,type,lastName,firstName,label,idType,idNumber,notifyAddress,grants,mssante',
  'lea.un@medimail.test,MED,Un,Léa,,RPPS,89900000801,lea@courriel.test,,lea@demo.mssante.test',
  'max.deux@medimail.test,PER,Deux,Max,,,,,,',
  'accueil@medimail.test,ORG,,,Accueil,,,,lea.un@medimail.test max.deux@medimail.test,',
].join('\n');

/** Streams that an import writes. */
const PREFIXES = ['address-', 'identity-', 'person-', 'mailbox-'];
/** Of the import of the file, in one go. */
const APPENDS = 14;

describe('an import, killed at any of its appends (X4)', () => {
  let side: WriteSide;
  beforeEach(async () => {
    side = await openWriteSide(undefined, [AroundProvisioning, ProvisioningModule]);
  });
  afterEach(() => side.close());

  async function imported(): Promise<ImportLineView['outcome'][]> {
    const accounts = side.app.get(ImportAccounts, { strict: false });
    const context = side.contextOf(null, null);
    const outcomes: ImportLineView['outcome'][] = [];
    for await (const { outcome } of accounts.run(Readable.from([FILE]), context, { dryRun: false })) {
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /** What there is of each stream, without the ids, which are each store's own. */
  async function history(): Promise<string[]> {
    const all: StoredEvent[] = [];
    const ends = new AbortController();
    for await (const item of side.store.subscribe({ prefixes: PREFIXES, signal: ends.signal })) {
      if (item.kind === 'events') all.push(...item.events);
      if (item.kind === 'caught-up') ends.abort();
    }
    const streams = new Map<string, string[]>();
    for (const recorded of await side.codec.decode(all)) {
      if (recorded instanceof UndecodableEvent) throw recorded;
      const { type, private: secret } = recorded.event;
      const of = streams.get(recorded.stream) ?? [];
      const told = `${type} ${JSON.stringify(secret)}`;
      // A confirmation repeats the reservation. One that was cut short is not made up for: whoever looks at the
      // address from then on sees that the account has it (0034).
      if (of.at(-1) !== told) streams.set(recorded.stream, [...of, told]);
    }
    return [...streams].map(([name, events]) => `${name.split('-')[0] ?? ''}: ${events.join(', ')}`).sort();
  }

  const steps = Array.from({ length: APPENDS }, (_, call) => call).flatMap((call) =>
    (['before', 'after'] as const).map((when): [string, Step['when'], number] => [
      `${when} append ${call + 1}`,
      when,
      call,
    ]),
  );

  let whole: string[];
  it('writes as often as the steps below say', async () => {
    const alive = dyingAt({ port: side.store, method: 'append', when: 'before' }, APPENDS);
    expect(await imported()).toEqual(['created', 'created', 'created']);
    alive();
    whole = await history();
    expect(whole.filter((stream) => stream.startsWith('mailbox'))).toHaveLength(3);
  });

  it.each(steps)(
    '%s: the same file again ends the same, and changes nothing after that',
    async (_, when, call) => {
      const alive = dyingAt({ port: side.store, method: 'append', when }, call);
      await expect(imported()).rejects.toBeInstanceOf(ProcessDied);
      alive();
      // As after a restart: what was folded in memory is gone, too.
      for (const stream of await streamNames()) side.aggregates.forget(stream);
      const outcomes = await imported();
      for (const outcome of outcomes) expect(['created', 'completed', 'already']).toContain(outcome);
      expect(await history()).toEqual(whole);
      const head = await side.store.head();
      expect(await imported()).toEqual(['already', 'already', 'already']);
      expect(await side.store.head()).toEqual(head);
    },
  );

  async function streamNames(): Promise<Set<string>> {
    const names = new Set<string>();
    const ends = new AbortController();
    for await (const item of side.store.subscribe({ prefixes: PREFIXES, signal: ends.signal })) {
      if (item.kind === 'events') for (const { stream } of item.events) names.add(stream);
      if (item.kind === 'caught-up') ends.abort();
    }
    return names;
  }
});
