import { describe, it } from 'vitest';
import {
  DRAFT_ENDS_AT,
  DRAFT_SAVED_AT,
  draftDiscarded,
  draftExpired,
  draftSaved,
  draftSent,
  draftShortened,
  draftShreddedEvent,
} from '../../test/harness/draft-events.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { drafts } from './drafts.projection.js';

const list = projectionSpec(drafts);
const line = {
  mailbox: 'antoine',
  subject: 'Compte rendu',
  to: ['claire.pradel@medimail.test'],
  cc: [],
  savedAt: DRAFT_SAVED_AT,
  expiresAt: DRAFT_ENDS_AT,
  replyTo: null,
  forwardOf: null,
};

describe('the list of drafts (D7)', () => {
  it('shows each draft as it was last saved', () => {
    list.given(on('draft-d1', draftSaved())).then({ 'drafts/d1': line });
    list
      .given(
        on(
          'draft-d1',
          draftSaved(),
          draftSaved(
            { first: false, savedAt: '2026-11-24T10:00:00.000Z', forwardOf: 'm9' },
            { subject: 'Suite' },
          ),
        ),
        on('draft-d2', draftSaved({ mailbox: 'claire' })),
      )
      .then({
        'drafts/d1': { ...line, subject: 'Suite', savedAt: '2026-11-24T10:00:00.000Z', forwardOf: 'm9' },
        'drafts/d2': { ...line, mailbox: 'claire' },
      });
  });

  it('says when a draft ends whose account keeps for less by now', () => {
    list
      .given(on('draft-d1', draftSaved(), draftShortened))
      .then({ 'drafts/d1': { ...line, expiresAt: draftShortened.data.expiresAt } });
  });

  it.each([draftDiscarded, draftSent, draftExpired])('forgets one that has ended: $type', (end) => {
    list.given(on('draft-d1', draftSaved(), end, draftShreddedEvent)).then({});
  });
});
