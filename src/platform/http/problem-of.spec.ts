import { expect, it } from 'vitest';
import {
  ContentCorrupted,
  ContentMissing,
  ContentStoreFull,
  ContentUnavailable,
} from '../content/content.errors.js';
import { problemOf } from './problem-of.js';

it('answers for a content store that is out of reach: later', () => {
  const { status, headers } = problemOf(new ContentUnavailable('open'));
  expect([status, headers['Retry-After']]).toEqual([503, '5']);
});

it('answers for a content that is no more as for all that is not there', () => {
  expect(problemOf(new ContentMissing('c1'))).toMatchObject({ status: 404, code: 'not-found' });
});

it('tells nothing of a content that was altered', () => {
  expect(problemOf(new ContentCorrupted('c1', 0))).toMatchObject({ status: 500, code: 'unexpected' });
});

it('answers for a content store without room: later', () => {
  const { status, code, headers } = problemOf(new ContentStoreFull());
  expect([status, code, headers['Retry-After']]).toEqual([507, 'storage-full', '60']);
});
