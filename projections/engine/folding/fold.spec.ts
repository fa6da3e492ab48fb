import { describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../../src/contracts/events/registry.js';
import { foldLog } from '../../../test/harness/fold-log.js';
import { holdsHoweverItIsRead, on, recorded } from '../../../test/harness/projection-spec.js';
import { foldDocument, planBatch, UnprojectableEvent } from './fold.js';
import { type Body, type Projection } from '../projection.js';

const granted: AnyEvent = { type: 'AccessGranted', data: { grant: 'g', person: 'p' }, private: null };
const withdrawn: AnyEvent = { type: 'AccessWithdrawn', data: { grant: 'g', person: 'p' }, private: null };
const log = recorded(on('mailbox-a', granted, granted, withdrawn, granted));

/** Counts the grants of a mailbox; ends with a withdrawal. */
const counter: Projection = {
  name: 'counter',
  version: 1,
  prefixes: ['mailbox-'],
  oneStreamPerDocument: true,
  collections: { counts: [] },
  touches: ({ stream }) => [{ collection: 'counts', id: stream }],
  evolve: (document, { event }) =>
    event.type === 'AccessWithdrawn' ? null : { count: Number(document?.['count'] ?? 0) + 1 },
};

function fold(events: typeof log, stored?: Body & { _id: string; position: string }) {
  const touched = planBatch(counter, events).plan.get('counts')!.get('mailbox-a')!;
  return foldDocument(counter, stored, touched, '2026-01-01T00:00:00.000Z');
}

describe('folding a batch', () => {
  it('leaves out the events at or before the document’s position', () => {
    expect(fold(log.slice(0, 2), { _id: 'mailbox-a', position: 'p0001', count: 7 })).toEqual({
      _id: 'mailbox-a',
      position: 'p0002',
      count: 8,
    });
    expect(fold(log.slice(0, 2), { _id: 'mailbox-a', position: 'p0002', count: 7 })).toBeUndefined();
  });

  it('leaves a tombstone, also of a document that came and went within the batch', () => {
    expect(fold(log.slice(0, 3))).toEqual({
      _id: 'mailbox-a',
      position: 'p0003',
      gone: '2026-01-01T00:00:00.000Z',
    });
  });

  it('begins anew after a tombstone', () => {
    expect(fold(log.slice(3), fold(log.slice(0, 3)))).toEqual({
      _id: 'mailbox-a',
      position: 'p0004',
      count: 1,
    });
  });

  it('writes nothing, and no tombstone, for a document that never was', () => {
    expect(fold(log.slice(2, 3))).toBeUndefined();
  });

  it('names the event that could not be folded, and nothing of what was thrown', () => {
    const broken: Projection = {
      ...counter,
      evolve: () => {
        throw new Error('Résultats de Mme Dupont');
      },
    };
    const folding = () => foldLog(broken, log);
    expect(folding).toThrow(UnprojectableEvent);
    expect(folding).toThrow('event at mailbox-a@0 cannot be projected (evolve)');
  });
});

describe('the harness of projections’ specs', () => {
  it.each<[string, Projection]>([
    [
      'counts outside its documents',
      { ...counter, evolve: (() => (n: number) => () => ({ count: n++ }))()(0) },
    ],
    [
      'changes the document that it is given',
      {
        ...counter,
        evolve: (document) => (document === null ? { count: 1 } : Object.assign(document, { count: 2 })),
      },
    ],
    ['writes what is not JSON', { ...counter, evolve: () => ({ count: undefined }) }],
    ['touches a collection that it does not have', { ...counter, collections: {} }],
  ])('finds a projection that %s', (_what, projection) => {
    holdsHoweverItIsRead(counter, log);
    expect(() => holdsHoweverItIsRead(projection, log)).toThrow();
  });

  it('finds documents that several streams feed, where one alone was declared', () => {
    const shared = { ...counter, touches: () => [{ collection: 'counts', id: 'all' }] };
    expect(() =>
      holdsHoweverItIsRead(shared, recorded([...on('mailbox-a', granted), ...on('mailbox-b', granted)])),
    ).toThrow();
  });
});
