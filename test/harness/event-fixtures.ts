import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import canonicalize from 'canonicalize';
import { format, resolveConfig } from 'prettier';
import { type DomainEvent, type EventDefinition } from '../../src/contracts/events/event-definition.js';
import { type DataKey } from '../../src/platform/crypto/keyring.js';
import { type EventToAppend } from '../../src/platform/event-store/event-store.js';
import { RegistryCodec } from '../../src/platform/events/registry-codec.js';
import { deterministicUuid } from '../../src/platform/randomness/randomness.js';
import { withoutAdditions } from './added-fields.js';
import { sampleOf } from './event-samples.js';

/** An event as it was stored when its version was the newest, and what it must read as today. */
export interface EventFixture {
  readonly version: number;
  /** SHA-256 of the canonical schema that the version had when the fixture was written. */
  readonly schema: string;
  readonly stored: EventToAppend;
  /** At the newest version. A change of schema changes this by its upcaster, and nothing else in here. */
  readonly expected: DomainEvent;
}

const folder = new URL('../fixtures/events/', import.meta.url);

export const fixtureStream = 'fixture-1';

/** The key of every fixture: known to all, and used for nothing else. */
export const fixtureKeys = {
  async find(): Promise<ReadonlyMap<string, DataKey>> {
    return new Map([['fixture:1', Buffer.alloc(32, 0x5a) as DataKey]]);
  },
};

export function fixtureName(type: string, version: number): string {
  return `${type}.v${version}.json`;
}

export function readFixtures(): ReadonlyMap<string, EventFixture> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as EventFixture]),
  );
}

export function schemaHash(definition: EventDefinition): string {
  return createHash('sha256')
    .update(canonicalize(withoutAdditions(definition)) ?? '')
    .digest('hex');
}

/** Writes the fixture of the definition's newest version, from a sample of its schema. Never over another. */
export async function writeFixture(definition: EventDefinition): Promise<void> {
  const { type, version } = definition;
  const expected: DomainEvent = {
    type,
    data: sampleOf(definition.data),
    private: definition.private && sampleOf(definition.private),
  };
  const codec = new RegistryCodec(fixtureKeys, new Map([[type, definition]]), []);
  const envelope = {
    id: deterministicUuid('fixture', type, String(version)),
    actor: 'person',
    mailbox: 'mailbox',
    at: '2026-11-23T10:00:00.000Z',
    correlationId: 'correlation',
    causationId: 'causation',
  };
  const [stored] = await codec.encode(fixtureStream, [expected], [envelope]);
  const fixture = { version, schema: schemaHash(definition), stored, expected };
  const path = fileURLToPath(new URL(fixtureName(type, version), folder));
  const style = { ...(await resolveConfig(path)), filepath: path };
  writeFileSync(path, await format(JSON.stringify(fixture, null, 2), style), { flag: 'wx' });
}
