import { expect, it } from 'vitest';
import {
  ContentCorrupted,
  ContentMissing,
  ContentStoreFull,
  ContentUnavailable,
} from '../content/content.errors.js';
import { DocumentsUnavailable } from '../documents/documents.errors.js';
import { MailUnavailable } from '../mail/mail.errors.js';
import { EventStoreUnavailable } from '../event-store/event-store.errors.js';
import { problemOf } from './problem-of.js';

it('answers for a content store that is out of reach: later', () => {
  const { status, headers } = problemOf(new ContentUnavailable('open'));
  expect([status, headers['Retry-After']]).toEqual([503, '5']);
});

it('answers for a mail that nobody takes now: later', () => {
  const { status, headers } = problemOf(new MailUnavailable());
  expect([status, headers['Retry-After']]).toEqual([503, '5']);
});

it('answers for a content that is no more as for all that is not there', () => {
  expect(problemOf(new ContentMissing('c1'))).toMatchObject({ status: 404, code: 'not-found' });
});

it('tells nothing of a content that was altered', () => {
  expect(problemOf(new ContentCorrupted('c1', 0))).toMatchObject({ status: 500, code: 'unexpected' });
});

it('answers for a database without room as for a content store: what was asked for was not done', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  for (const error of [
    new EventStoreUnavailable('append', { cause: full }),
    new DocumentsUnavailable('write', { cause: new Error('wrapped', { cause: full }) }),
  ]) {
    expect(problemOf(error)).toMatchObject({ status: 507, code: 'storage-full' });
  }
  expect(problemOf(new EventStoreUnavailable('append', { cause: new Error('else') })).status).toBe(503);
});

it('answers for a content store without room: later', () => {
  const { status, code, headers } = problemOf(new ContentStoreFull());
  expect([status, code, headers['Retry-After']]).toEqual([507, 'storage-full', '60']);
});
