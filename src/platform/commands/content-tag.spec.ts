import { expect, it } from 'vitest';
import { contentTag, requireSeen } from './content-tag.js';

it('is the same for the same content, in whatever order it is written, and another for another', () => {
  expect(contentTag({ a: 1, b: [null] })).toBe(contentTag({ b: [null], a: 1 }));
  expect(contentTag({ a: 1, b: undefined })).toBe(contentTag({ a: 1 }));
  expect(new Set([{}, null, [], '', { a: 1 }, { a: 2 }].map(contentTag)).size).toBe(6);
  expect(contentTag(null)).toMatch(/^[\w-]{22}$/);
});

it('is required to be among those that were read, where any are named: changed', () => {
  const now = { name: 'a' };
  expect(() => requireSeen(undefined, now)).not.toThrow();
  expect(() => requireSeen([contentTag(null), contentTag(now)], now)).not.toThrow();
  for (const seen of [[], [contentTag({ name: 'b' })]]) {
    expect(() => requireSeen(seen, now)).toThrow(expect.objectContaining({ code: 'changed' }) as Error);
  }
});
