import { describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { expiresAt, sent } from '../../test/harness/sealed-message.js';
import { retention } from './retention.projection.js';

const due = projectionSpec(retention);

const whole = { message: 'm1', expiresAt, copies: [], dueAt: expiresAt };

describe('retention (R1)', () => {
  it('says of every sealed message when it must be gone', () => {
    due.given(on('message-m1', ...sent())).then({ 'due/m1': whole });
  });

  const expired: AnyEvent = {
    type: 'MessageExpired',
    data: { reason: 'retention', copies: [], mailboxes: [] },
    private: null,
  };
  const shredded: AnyEvent = { type: 'MessageShredded', data: {}, private: null };

  it('keeps what has ended while key and contents may be there still, and says since when', () => {
    due
      .given(on('message-m1', ...sent(), expired))
      .then({ 'due/m1': { ...whole, endedAt: expect.any(String) } });
  });

  it('forgets what is destroyed', () => {
    due.given(on('message-m1', ...sent(), expired, shredded)).then({});
  });

  const claires = { mailbox: 'claire', copy: 'm1' };
  const shortened = (at: string): AnyEvent => ({
    type: 'MessageRetentionShortened',
    data: { ...claires, folder: 'inbox', expiresAt: at },
    private: null,
  });
  const copyExpired: AnyEvent = {
    type: 'MessageCopyExpired',
    data: { ...claires, folder: 'inbox', unread: true },
    private: null,
  };
  const SOONER = '2026-02-01T10:00:00.000Z';
  const SOONEST = '2026-01-20T10:00:00.000Z';

  it('says when a copy ends before the others, from its delivery on (R2)', () => {
    const events = sent().map((event) =>
      event.type === 'MessageDelivered' && event.data.mailbox === 'claire'
        ? { ...event, data: { ...event.data, expiresAt: SOONER } }
        : event,
    );
    const copies = [{ ...claires, expiresAt: SOONER }];
    due.given(on('message-m1', ...events)).then({ 'due/m1': { ...whole, copies, dueAt: SOONER } });
    due.given(on('message-m1', ...events, copyExpired)).then({ 'due/m1': whole });
  });

  it('says when a copy ends that was there before its account kept for less', () => {
    const copies = [{ ...claires, expiresAt: SOONEST }];
    due
      .given(on('message-m1', ...sent(), shortened(SOONER), shortened(SOONEST)))
      .then({ 'due/m1': { ...whole, copies, dueAt: SOONEST } });
  });

  const saved = (at: string): AnyEvent => ({
    type: 'DraftSaved',
    data: { mailbox: 'claire', first: true, content: { id: 'c', size: 1 }, savedAt: SOONEST, expiresAt: at },
    private: { subject: '', to: [], cc: [] },
  });
  const draftShortened: AnyEvent = {
    type: 'DraftRetentionShortened',
    data: { mailbox: 'claire', expiresAt: SOONEST },
    private: null,
  };
  const line = { draft: 'd1', mailbox: 'claire', savedAt: SOONEST };
  const draftExpired: AnyEvent = { type: 'DraftExpired', data: { mailbox: 'claire' }, private: null };
  const draftShredded: AnyEvent = { type: 'DraftShredded', data: {}, private: null };

  it('counts for a draft from its last saving', () => {
    due
      .given(on('draft-d1', saved(SOONEST), saved(SOONER)))
      .then({ 'drafts/d1': { ...line, dueAt: SOONER } });
    due
      .given(on('draft-d1', saved(SOONEST), draftExpired))
      .then({ 'drafts/d1': { ...line, dueAt: SOONEST, endedAt: expect.any(String) } });
    due.given(on('draft-d1', saved(SOONEST), draftExpired, draftShredded)).then({});
  });

  it('counts for a draft no longer than its account keeps, unless it is saved again', () => {
    due
      .given(on('draft-d1', saved(SOONER), draftShortened))
      .then({ 'drafts/d1': { ...line, dueAt: SOONEST } });
    due
      .given(on('draft-d1', saved(SOONER), draftShortened, saved(SOONER)))
      .then({ 'drafts/d1': { ...line, dueAt: SOONER } });
    due.given(on('draft-d1', saved(SOONER), draftExpired, draftShredded, draftShortened)).then({});
  });

  const set = (days: number | null): AnyEvent => ({ type: 'RetentionSet', data: { days }, private: null });

  it('remembers which accounts keep for less until all their copies know', () => {
    const known = { mailbox: 'b1', setAt: expect.any(String) };
    due
      .given(on('mailbox-b1', set(30), set(20)))
      .then({ 'shortenings/b1': { ...known, days: 20, revision: 1 } });
    due
      .given(on('mailbox-b1', set(30), { type: 'RetentionApplied', data: { days: 30 }, private: null }))
      .then({});
    due.given(on('mailbox-b1', set(30), set(null))).then({});
  });
});
