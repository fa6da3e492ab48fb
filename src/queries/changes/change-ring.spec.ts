import { describe, expect, it } from 'vitest';
import { ChangeRing, type NumberedChange } from './change-ring.js';

const change = (id: string, mailbox = 'm'): NumberedChange => ({
  id,
  mailbox,
  folder: 'inbox',
  message: `of ${id}`,
  kind: 'added',
});

describe('what a reader missed', () => {
  const ring = new ChangeRing('05', 2);
  ring.add(change('06.0000'));
  ring.add(change('06.0001', 'other'));
  ring.add(change('07.0000'));

  it('is what came after, of its mailbox', () => {
    expect(ring.since('05.0000', 'm')).toEqual([change('06.0000'), change('07.0000')]);
    expect(ring.since('06.0001', 'm')).toEqual([change('07.0000')]);
    expect(ring.since('07.0000', 'm')).toEqual([]);
  });

  it.each(['', '04.0003', '07.0001', '1.0000', '99.0000'])('is not known after %j', (id) => {
    expect(ring.since(id, 'm')).toBeUndefined();
  });

  it('is forgotten where it is too much', () => {
    const small = new ChangeRing('', 1);
    for (const id of ['01.0000', '02.0000', '03.0000']) small.add(change(id));
    expect(small.since('01.0000', 'm')).toBeUndefined();
    expect(small.since('02.0000', 'm')).toEqual([change('03.0000')]);
  });
});

describe('a ring that has been told nothing yet', () => {
  it('knows that nothing came after the last event of before', () => {
    expect(new ChangeRing('05', 2).since('05.0007', 'm')).toEqual([]);
    expect(new ChangeRing('05', 2).since('06.0000', 'm')).toBeUndefined();
  });

  it('knows no id where the log is empty', () => {
    expect(new ChangeRing('', 2).since('01.0000', 'm')).toBeUndefined();
  });
});
