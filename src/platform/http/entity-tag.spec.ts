import { describe, expect, it } from 'vitest';
import { ifMatchOf } from './entity-tag.js';

describe('If-Match', () => {
  it('names the revisions that may be changed', () => {
    expect(ifMatchOf('"3"')).toEqual([3]);
    expect(ifMatchOf(' "3" , "12"')).toEqual([3, 12]);
  });

  it('is any revision where it is absent or a star', () => {
    expect(ifMatchOf(undefined)).toBeUndefined();
    expect(ifMatchOf('*')).toBeUndefined();
  });

  it('matches nothing with a weak tag, or one of somebody else', () => {
    expect(ifMatchOf('W/"3"')).toEqual([]);
    expect(ifMatchOf('"abc"')).toEqual([]);
  });

  it('is refused where it is no list of tags', () => {
    for (const header of ['3', '"3', '', '"3";"4"']) {
      expect(() => ifMatchOf(header), header).toThrow(expect.objectContaining({ status: 400 }) as Error);
    }
  });
});
