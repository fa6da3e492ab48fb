import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { type EventDefinition, type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type Upcaster } from '../../contracts/events/upcasters.js';
import { type DataKey } from '../crypto/keyring.js';
import { KeyDestroyed } from '../crypto/keyring.errors.js';
import { type EventToAppend, type Position, type StoredEvent } from '../event-store/event-store.js';
import { type Envelope, UndecodableEvent } from './event-codec.js';
import { InvalidEvent } from './event.errors.js';
import { RegistryCodec } from './registry-codec.js';

const closed = { additionalProperties: false };
const registryOf = (...definitions: EventDefinition[]) =>
  new Map(definitions.map((definition) => [definition.type, definition]));
const define = (type: string, version: number, data: TObject, secret: TSchema | null): EventDefinition => ({
  type,
  version,
  data,
  private: secret,
});

const noted = define(
  'Noted',
  1,
  Type.Object({ page: Type.Integer() }, closed),
  Type.Object({ text: Type.String({ maxLength: 10 }) }, closed),
);
const turned = define('Turned', 1, Type.Object({ page: Type.Integer() }, closed), null);

class FixedKeys {
  readonly looked: string[][] = [];
  readonly keys = new Map([1, 2].map((n) => [`book:${n}`, Buffer.alloc(32, n) as DataKey]));

  async find(names: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    this.looked.push([...names]);
    return new Map([...this.keys].filter(([name]) => names.includes(name)));
  }
}

const envelope = (id: string): Envelope => ({
  id,
  actor: 'person',
  mailbox: null,
  at: '2026-11-23T10:00:00.000Z',
  correlationId: 'correlation',
  causationId: 'causation',
});

const storedIn = (stream: string, events: readonly EventToAppend[]): StoredEvent[] =>
  events.map((event, revision) => ({
    ...event,
    stream,
    revision,
    position: `p${revision}` as Position,
    recordedAt: new Date(0),
  }));

const note = { type: 'Noted', data: { page: 3 }, private: { text: 'secret' } };
const turn = { type: 'Turned', data: { page: 4 }, private: null };

function setUp(registry = registryOf(noted, turned), upcasters: Upcaster[] = []) {
  const keyring = new FixedKeys();
  return { keyring, codec: new RegistryCodec(keyring, registry, upcasters) };
}

async function storedNote(codec: RegistryCodec, stream = 'book-1'): Promise<StoredEvent> {
  return storedIn(stream, await codec.encode(stream, [note], [envelope('e1')]))[0]!;
}

const categories = (decoded: readonly (RecordedEvent | UndecodableEvent)[]) =>
  decoded.map((one) => (one instanceof UndecodableEvent ? one.category : 'read'));

describe('encode', () => {
  it('stores data in clear, private in a box, and the metadata', async () => {
    const { codec } = setUp();
    const [first, second] = await codec.encode('book-1', [note, turn], [envelope('e1'), envelope('e2')]);
    expect(first).toEqual({
      id: 'e1',
      type: 'Noted',
      data: { page: 3, private: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) },
      metadata: {
        v: 1,
        actor: 'person',
        mailbox: null,
        at: '2026-11-23T10:00:00.000Z',
        $correlationId: 'correlation',
        $causationId: 'causation',
      },
    });
    expect(JSON.stringify(first)).not.toContain('secret');
    expect(second?.data).toEqual({ page: 4 });
  });

  it('tells of the mobile device by which the person acted, where there was one (S12)', async () => {
    const [stored] = await setUp().codec.encode('book-1', [turn], [{ ...envelope('e1'), device: 'd1' }]);
    expect(stored?.metadata).toMatchObject({ actor: 'person', device: 'd1' });
  });

  it.each([
    ['an unknown type', { ...note, type: 'Torn' }, ['/type']],
    ['data that do not fit', { ...note, data: { page: 'three' } }, ['/data/page']],
    ['a member that the schema does not know', { ...turn, data: { page: 1, name: 'x' } }, ['/data/name']],
    ['private that does not fit', { ...note, private: { text: 'far too long' } }, ['/private/text']],
    ['private that is not there', { ...note, private: null }, ['/private']],
    ['private where there is none', { ...turn, private: { text: 'x' } }, ['/private']],
  ])('refuses %s, and says where but not what', async (_, event, paths) => {
    const error: unknown = await setUp()
      .codec.encode('book-1', [event], [envelope('e1')])
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidEvent);
    expect((error as InvalidEvent).paths).toEqual(paths);
    expect(String(error)).not.toContain('far too long');
  });

  it('writes nothing private under a key that is destroyed', async () => {
    const { codec } = setUp();
    await expect(codec.encode('book-9', [note], [envelope('e1')])).rejects.toThrow(KeyDestroyed);
    expect(await codec.encode('book-9', [turn], [envelope('e1')])).toHaveLength(1);
  });
});

describe('decode', () => {
  it('gives back what was encoded, in order, after one look-up of keys', async () => {
    const { codec, keyring } = setUp();
    const one = storedIn(
      'book-1',
      await codec.encode('book-1', [note, turn], [envelope('a'), envelope('b')]),
    );
    const two = storedIn('book-2', await codec.encode('book-2', [note], [envelope('c')]));
    keyring.looked.length = 0;
    const decoded = await codec.decode([...one, ...two]);
    expect(decoded.map((recorded) => (recorded as RecordedEvent).event)).toEqual([note, turn, note]);
    expect(decoded[1]).toMatchObject({ stream: 'book-1', revision: 1, position: 'p1', id: 'b' });
    expect(keyring.looked).toEqual([['book:1', 'book:2']]);
  });

  it('reads private as null once its key is destroyed', async () => {
    const { codec, keyring } = setUp();
    const stored = await storedNote(codec);
    keyring.keys.clear();
    expect(await codec.decode([stored])).toMatchObject([{ event: { ...note, private: null } }]);
  });

  it.each([
    ['stream', { stream: 'book-2' }],
    ['event id', { id: 'e2' }],
    ['type', { type: 'Turned' }],
  ])('opens no box that was moved to another %s', async (_, change) => {
    const { codec, keyring } = setUp();
    const stored = await storedNote(codec);
    keyring.keys.set('book:2', keyring.keys.get('book:1')!);
    expect(categories(await codec.decode([{ ...stored, ...change }]))).toEqual(['box']);
  });

  it('puts an error in the place of what it cannot read, and reads the others', async () => {
    const { codec } = setUp();
    const stored = await storedNote(codec);
    const damaged = Buffer.from(stored.data['private'] as string, 'base64');
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
    const decoded = await codec.decode([
      stored,
      { ...stored, type: 'Torn', data: { page: 1 } },
      { ...stored, data: { page: 'x' } },
      { ...stored, data: { ...stored.data, private: damaged.toString('base64') } },
      { ...stored, data: { ...stored.data, private: 7 } },
      { ...stored, metadata: { ...stored.metadata, v: 2 } },
      { ...stored, metadata: {} },
      stored,
    ]);
    expect(categories(decoded)).toEqual([
      'read',
      'unknown-type',
      'schema',
      'box',
      'box',
      'unknown-version',
      'schema',
      'read',
    ]);
  });
});

describe('upcasters', () => {
  const newest = define(
    'Remarked',
    3,
    Type.Object({ page: Type.Integer(), book: Type.String() }, closed),
    Type.Object({ words: Type.String() }, closed),
  );
  const toTwo: Upcaster = {
    type: 'Noted',
    fromVersion: 1,
    upcast: (event) => ({ ...event, data: { ...event.data, book: 'unknown' } }),
  };
  const toThree: Upcaster = {
    type: 'Noted',
    fromVersion: 2,
    upcast: (event) => ({
      ...event,
      type: 'Remarked',
      private: event.private && { words: event.private['text'] ?? null },
    }),
  };

  it('bring an old event through every version to the newest shape and name', async () => {
    const stored = await storedNote(setUp().codec);
    const { codec } = setUp(registryOf(newest), [toThree, toTwo]);
    expect(await codec.decode([stored])).toMatchObject([
      { event: { type: 'Remarked', data: { page: 3, book: 'unknown' }, private: { words: 'secret' } } },
    ]);
  });

  it('work without the private part', async () => {
    const stored = await storedNote(setUp().codec);
    const { codec, keyring } = setUp(registryOf(newest), [toTwo, toThree]);
    keyring.keys.clear();
    expect(await codec.decode([stored])).toMatchObject([{ event: { type: 'Remarked', private: null } }]);
  });

  it('are missed where one is missing, and a failing one spoils its own event alone', async () => {
    const stored = await storedNote(setUp().codec);
    expect(categories(await setUp(registryOf(newest), [toThree]).codec.decode([stored]))).toEqual([
      'unknown-type',
    ]);
    const failing: Upcaster = {
      ...toTwo,
      upcast: () => {
        throw new TypeError('no');
      },
    };
    const { codec } = setUp(registryOf(noted, turned), [failing]);
    const fine = storedIn('book-1', await codec.encode('book-1', [turn], [envelope('t')]));
    expect(categories(await codec.decode([stored, ...fine]))).toEqual(['schema', 'read']);
  });
});
