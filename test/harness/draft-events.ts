import { type DraftEvent, type DraftSaved } from '../../src/contracts/events/draft.events.js';

export const DRAFT_SAVED_AT = '2026-11-23T10:00:00.000Z';
export const DRAFT_ENDS_AT = '2027-02-23T10:00:00.000Z';

/** The first saving of a draft of the mailbox `antoine`. */
export function draftSaved(
  data: Partial<DraftSaved['data']> = {},
  texts: Partial<NonNullable<DraftSaved['private']>> = {},
): DraftSaved {
  return {
    type: 'DraftSaved',
    data: {
      mailbox: 'antoine',
      first: true,
      content: { id: 'c1', size: 10 },
      savedAt: DRAFT_SAVED_AT,
      expiresAt: DRAFT_ENDS_AT,
      ...data,
    },
    private: { subject: 'Compte rendu', to: ['claire.pradel@medimail.test'], cc: [], ...texts },
  };
}

const end = (data: object) => ({ mailbox: 'antoine', ...data });
export const draftDiscarded = {
  type: 'DraftDiscarded',
  data: end({ reason: 'user' }),
  private: null,
} as DraftEvent;
export const draftSent = { type: 'DraftSent', data: end({ message: 'm1' }), private: null } as DraftEvent;
export const draftExpired = { type: 'DraftExpired', data: end({}), private: null } as DraftEvent;
export const draftShortened = {
  type: 'DraftRetentionShortened',
  data: { mailbox: 'antoine', expiresAt: '2026-12-03T10:00:00.000Z' },
  private: null,
} satisfies DraftEvent;
export const draftShreddedEvent: DraftEvent = { type: 'DraftShredded', data: {}, private: null };
