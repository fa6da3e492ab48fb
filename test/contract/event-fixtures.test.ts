import { describe, expect, it } from 'vitest';
import { eventRegistry } from '../../src/contracts/events/registry.js';
import { upcasters } from '../../src/contracts/events/upcasters.js';
import { type Position, type StoredEvent } from '../../src/platform/event-store/event-store.js';
import { RegistryCodec } from '../../src/platform/events/registry-codec.js';
import {
  type EventFixture,
  fixtureKeys,
  fixtureName,
  fixtureStream,
  readFixtures,
  schemaHash,
  writeFixture,
} from '../harness/event-fixtures.js';

/*
 * What was stored once must be read for ever. A new event type or version gets its fixture by
 * `WRITE_EVENT_FIXTURES=1 npx vitest run --project contract event-fixtures`; existing fixtures are never rewritten.
 */
const definitions = [...eventRegistry.values()];
const present = readFixtures();
if (process.env['WRITE_EVENT_FIXTURES'] === '1') {
  for (const definition of definitions) {
    if (!present.has(fixtureName(definition.type, definition.version))) await writeFixture(definition);
  }
}
const fixtures = readFixtures();

const storedOf = (fixture: EventFixture): StoredEvent => ({
  ...fixture.stored,
  stream: fixtureStream,
  revision: 0,
  position: '1' as Position,
  recordedAt: new Date(0),
});

describe('fixtures of events', () => {
  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    'there is one for every version of %s',
    (type, definition) => {
      const versions = Array.from({ length: definition.version }, (_, index) => index + 1);
      const missing = versions
        .map((version) => fixtureName(type, version))
        .filter((name) => !fixtures.has(name));
      expect(missing).toEqual([]);
    },
  );

  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    'the schema of %s changed only with its version',
    (type, definition) => {
      expect(fixtures.get(fixtureName(type, definition.version))?.schema).toBe(schemaHash(definition));
    },
  );

  it.each([...fixtures])('%s still reads as expected', async (name, fixture) => {
    expect(name).toBe(fixtureName(fixture.stored.type, fixture.version));
    const [decoded] = await new RegistryCodec(fixtureKeys).decode([storedOf(fixture)]);
    expect(decoded).toMatchObject({ event: fixture.expected });
  });

  it.each([...fixtures])(
    '%s is read without its private part once the key is destroyed',
    async (_, fixture) => {
      const noKeys = { find: async () => new Map() };
      const [decoded] = await new RegistryCodec(noKeys).decode([storedOf(fixture)]);
      expect(decoded).toMatchObject({ event: { type: fixture.expected.type, private: null } });
    },
  );
});

describe('registry of events', () => {
  it('reserves the member `private`', () => {
    for (const definition of definitions) {
      expect(Object.keys(definition.data.properties)).not.toContain('private');
    }
  });

  it('has an upcaster from every version but the newest', () => {
    const steps = new Set(upcasters.map((one) => `${one.type}@${one.fromVersion}`));
    const missing = definitions.flatMap(({ type, version }) =>
      Array.from({ length: version - 1 }, (_, index) => `${type}@${index + 1}`).filter(
        (step) => !steps.has(step),
      ),
    );
    expect(missing).toEqual([]);
  });
});
