import { type AllStreamResolvedEvent } from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import { type Arrival, itemsOf, Marker, positionOf } from './arrivals.js';
import { toPosition } from './position.js';

const at = (offset: number) => toPosition({ commit: BigInt(offset), prepare: BigInt(offset) });

function event(offset: number): AllStreamResolvedEvent {
  const position = { commit: BigInt(offset), prepare: BigInt(offset) };
  const told = { id: `e${offset}`, type: 'T', streamId: 's', revision: 0n, isJson: true as const, position };
  return {
    event: { ...told, data: {}, metadata: {}, created: new Date(0) },
    commitPosition: position.commit,
  };
}
const checkpoint = (offset: number) => new Marker({ kind: 'checkpoint', position: at(offset) });
const caughtUp = new Marker({ kind: 'caught-up' });

/** `1 2` for a batch, `c3` for a checkpoint, `up` for caught-up. */
function told(arrivals: readonly Arrival[], after = ''): string[] {
  return [...itemsOf(arrivals, after)].map((item) => {
    if (item.kind === 'caught-up') return 'up';
    if (item.kind === 'checkpoint') return `c${Number(item.position.slice(0, 20))}`;
    return item.events.map((stored) => stored.id.slice(1)).join(' ');
  });
}

describe('what arrives on a subscription', () => {
  it('is one batch as long as nothing stands between the events', () => {
    expect(told([event(1), event(2), event(3)])).toEqual(['1 2 3']);
  });

  it('keeps the order of events and words', () => {
    expect(told([event(1), caughtUp, event(2), event(3), caughtUp])).toEqual(['1', 'up', '2 3', 'up']);
    expect(told([event(1), checkpoint(5), caughtUp, event(8)])).toEqual(['1', 'c5', 'up', '8']);
  });

  it('leaves out a checkpoint that an event or another checkpoint follows', () => {
    expect(told([checkpoint(1), checkpoint(2), event(3), checkpoint(4), checkpoint(5)])).toEqual(['3', 'c5']);
  });

  it('leaves out the confirmation, and links to what is gone', () => {
    expect(told([new Marker(), { commitPosition: 1n }, event(2)])).toEqual(['2']);
  });

  it('leaves out what does not lie behind the start', () => {
    expect(told([event(1), event(2), event(3)], at(2))).toEqual(['3']);
    expect(told([checkpoint(2), caughtUp], at(2))).toEqual(['up']);
  });

  it('is nothing where nothing came', () => {
    expect(told([])).toEqual([]);
  });
});

describe('the position that an item takes its consumer to', () => {
  it('is that of the last event, or of the checkpoint', () => {
    const items = [...itemsOf([event(1), event(2), caughtUp, checkpoint(7)], '')];
    expect(items.map(positionOf)).toEqual([at(2), undefined, at(7)]);
  });
});
