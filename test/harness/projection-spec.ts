import { expect } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { touchesOf, type Recorded } from '../../projections/engine/folding/fold.js';
import { type Body, type Projection } from '../../projections/engine/projection.js';
import { deepFreeze, foldLog, livingDocuments } from './fold-log.js';

export interface GivenEvent {
  readonly stream: string;
  readonly event: AnyEvent;
  /** When it happened; the first of January 2026, 8 o'clock, when absent. */
  readonly at?: string;
}

/** Events of one stream. */
export const on = (stream: string, ...events: readonly AnyEvent[]): GivenEvent[] =>
  events.map((event) => ({ stream, event }));

/** Given events as the log would hold them: `p0001` is the position of the first, `e1` its id. */
export function recorded(given: readonly GivenEvent[]): Recorded[] {
  const revisions = new Map<string, number>();
  return given.map(({ stream, event, at = '2026-01-01T08:00:00.000Z' }, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const number = index + 1;
    return deepFreeze({
      event,
      stream,
      revision,
      position: `p${String(number).padStart(4, '0')}`,
      id: `e${number}`,
      metadata: { v: 1, actor: null, mailbox: null, at, $correlationId: 'c', $causationId: 'c' },
    });
  });
}

/** As the log reads once its keys are destroyed. */
export const withoutTexts = (events: readonly Recorded[]): Recorded[] =>
  events.map((one) => deepFreeze({ ...one, event: { ...one.event, private: null } }));

/**
 * A projection's rule as an example: `projectionSpec(projection).given(events).then({ 'collection/id': document })`.
 * Every example is also folded twice, cut and repeated at each event, doubled, and read without its keys.
 */
export function projectionSpec(projection: Projection) {
  return {
    given(...given: readonly (GivenEvent | readonly GivenEvent[])[]) {
      const events = recorded(given.flat());
      const folded = () => livingDocuments(foldLog(projection, events));
      return {
        then(expected: Readonly<Record<string, Body>>) {
          expect(folded()).toEqual(expected);
          holdsHoweverItIsRead(projection, events);
        },
        /** Parts of these documents, among others. */
        thenMatching(expected: Readonly<Record<string, Body>>) {
          expect(folded()).toMatchObject(expected);
          holdsHoweverItIsRead(projection, events);
        },
        thenWithoutTexts(expected: Readonly<Record<string, Body>>) {
          expect(livingDocuments(foldLog(projection, withoutTexts(events)))).toMatchObject(expected);
          holdsHoweverItIsRead(projection, events);
        },
      };
    },
  };
}

/** What the engine rests on, for any log: also used by the properties. */
export function holdsHoweverItIsRead(projection: Projection, events: readonly Recorded[]): void {
  for (const log of [events, withoutTexts(events)]) {
    const once = foldLog(projection, log);
    expect(foldLog(projection, log, new Map(once)), 'the log twice').toEqual(once);
    expect(
      foldLog(
        projection,
        log.flatMap((event) => [event, event]),
      ),
      'each event doubled',
    ).toEqual(once);
    log.forEach((_event, cut) => {
      const start = foldLog(projection, log.slice(0, cut));
      expect(foldLog(projection, log, start, 3), `cut before event ${cut}, then all again`).toEqual(once);
    });
    const json: unknown = JSON.parse(JSON.stringify([...once]));
    expect(json, 'documents are JSON').toStrictEqual([...once]);
  }
  touchesOnlyWhatItDeclares(projection, events);
}

function touchesOnlyWhatItDeclares(projection: Projection, events: readonly Recorded[]): void {
  const feeds = new Map<string, string>();
  for (const event of events) {
    for (const ref of touchesOf(projection, event)) {
      expect(Object.keys(projection.collections)).toContain(ref.collection);
      expect(projection.prefixes.some((prefix) => event.stream.startsWith(prefix))).toBe(true);
      const key = `${ref.collection}/${ref.id}`;
      if (projection.oneStreamPerDocument) expect(feeds.get(key) ?? event.stream).toBe(event.stream);
      feeds.set(key, event.stream);
    }
  }
}
