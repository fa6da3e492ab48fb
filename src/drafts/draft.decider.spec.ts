import { describe, expect, it } from 'vitest';
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
import { specification } from '../../test/harness/given-when-then.js';
import {
  discardDraft,
  draftShredded,
  expireDraft,
  markDraftSent,
  sentRevision,
  shortenDraft,
} from './decide-draft-end.js';
import { createDraft, type SavedDraft, saveDraft } from './decide-save.js';
import { draftDecider } from './draft.decider.js';
import { REMEMBERED_CONTENTS } from './draft.state.js';

const draft = specification(draftDecider);
const at = '2026-11-24T08:00:00.000Z';
const act = { mailbox: 'antoine', at };
const again: SavedDraft = {
  content: { id: 'c2', size: 20 },
  expiresAt: '2027-02-24T08:00:00.000Z',
  replyTo: undefined,
  forwardOf: undefined,
  private: { subject: 'Autre', to: [], cc: ['pas une adresse'] },
};
const savedAgain = {
  mailbox: 'antoine',
  first: false,
  content: again.content,
  savedAt: at,
  expiresAt: again.expiresAt,
};

describe('saving a draft (D3)', () => {
  it('makes it, and says that the folder has one more', () => {
    draft
      .given([])
      .when((state) => createDraft(state, act, { ...again, forwardOf: 'm9' }))
      .then([
        { type: 'DraftSaved', data: { ...savedAgain, first: true, forwardOf: 'm9' }, private: again.private },
      ]);
  });

  it('again replaces what was there, for three months from then, and is no draft more', () => {
    draft
      .given([draftSaved()])
      .when((state) => saveDraft(state, act, again))
      .then([{ type: 'DraftSaved', data: savedAgain, private: again.private }]);
  });

  it('keeps the reference to the message answered or forwarded, unless it is taken away', () => {
    const given = draft.given([draftSaved({ replyTo: 'm7', forwardOf: 'm9' })]);
    given
      .when((state) => saveDraft(state, act, again))
      .then([
        {
          type: 'DraftSaved',
          data: { ...savedAgain, replyTo: 'm7', forwardOf: 'm9' },
          private: again.private,
        },
      ]);
    given
      .when((state) => saveDraft(state, act, { ...again, replyTo: null, forwardOf: 'm8' }))
      .then([{ type: 'DraftSaved', data: { ...savedAgain, forwardOf: 'm8' }, private: again.private }]);
  });

  it('with the revision that was read is taken; with any other it is refused, and nothing is lost: changed', () => {
    const given = draft.given([draftSaved(), draftSaved({ first: false, content: { id: 'c9', size: 1 } })]);
    expect(saveDraft(given.state, { ...act, seen: [0, 1] }, again)).toHaveLength(1);
    given.when((state) => saveDraft(state, { ...act, seen: [0] }, again)).thenRefused('changed');
    given.when((state) => saveDraft(state, { ...act, seen: [] }, again)).thenRefused('changed');
  });

  it('of another mailbox’s, of one that has ended or whose time has come: not-found', () => {
    const save = (changes: object) => (state: typeof draftDecider.initial) =>
      saveDraft(state, { ...act, ...changes }, again);
    draft.given([]).when(save({})).thenRefused('not-found');
    draft
      .given([draftSaved()])
      .when(save({ mailbox: 'claire' }))
      .thenRefused('not-found');
    draft
      .given([draftSaved()])
      .when(save({ at: DRAFT_ENDS_AT }))
      .thenRefused('not-found');
    for (const end of [draftDiscarded, draftSent, draftExpired]) {
      draft.given([draftSaved(), end]).when(save({})).thenRefused('not-found');
    }
    draft
      .given([draftSaved()])
      .when((state) => createDraft(state, act, again))
      .thenRefused('not-found');
  });

  it('holds no text in its state', () => {
    const { state } = draft.given([draftSaved({}, { subject: 'Secret', to: ['nom@exemple.fr'] })]);
    expect(JSON.stringify(state)).not.toMatch(/Secret|exemple/);
  });
});

describe('sending a draft as a window has read it', () => {
  const send = (changes: object) => (state: typeof draftDecider.initial) => {
    sentRevision(state, { ...act, ...changes });
    return [];
  };

  it('is of that very revision, and of any where the window does not say what it has read', () => {
    const { state } = draft.given([draftSaved(), draftSaved({ first: false })]);
    expect(sentRevision(state, { ...act, seen: [0, 1] })).toBe(1);
    expect(sentRevision(state, act)).toBeUndefined();
    expect(sentRevision(draftDecider.initial, act)).toBeUndefined();
  });

  it('is refused where it was saved, sent, deleted or has ended since, or is another’s: changed', () => {
    const seen = { seen: [0] };
    draft
      .given([draftSaved(), draftSaved({ first: false })])
      .when(send(seen))
      .thenRefused('changed');
    for (const end of [draftDiscarded, draftSent, draftExpired]) {
      draft
        .given([draftSaved(), end])
        .when(send({ seen: [0, 1] }))
        .thenRefused('changed');
    }
    const given = draft.given([draftSaved()]);
    given.when(send(seen)).thenNothing();
    given.when(send({ ...seen, at: DRAFT_ENDS_AT })).thenRefused('changed');
    given.when(send({ ...seen, mailbox: 'claire' })).thenRefused('changed');
    given.when(send({ seen: [] })).thenRefused('changed');
    draft.given([]).when(send(seen)).thenRefused('changed');
  });

  it('is refused once it was sent, also where the window does not say what it has read: draft-sent', () => {
    for (const rest of [[], [draftShreddedEvent]]) {
      const given = draft.given([draftSaved(), draftSent, ...rest]);
      given.when(send({})).thenRefused('draft-sent');
      given.when(send({ mailbox: 'claire' })).thenNothing();
    }
    for (const end of [draftDiscarded, draftExpired]) {
      draft.given([draftSaved(), end]).when(send({})).thenNothing();
    }
  });
});

describe('the end of a draft (D7, R1)', () => {
  it('comes with its deletion, at once', () => {
    draft
      .given([draftSaved()])
      .when((state) => discardDraft(state, act, 'user'))
      .then([draftDiscarded]);
    draft
      .given([draftSaved()])
      .when((state) => discardDraft(state, { ...act, seen: [7] }, 'emptied'))
      .thenRefused('changed');
  });

  it('comes with the sending, from its own mailbox alone, and once', () => {
    const sent = (mailbox: string) => (state: typeof draftDecider.initial) =>
      markDraftSent(state, { mailbox, message: 'm1' });
    draft.given([draftSaved()]).when(sent('antoine')).then([draftSent]);
    draft.given([draftSaved()]).when(sent('claire')).thenNothing();
    draft.given([]).when(sent('antoine')).thenNothing();
    draft.given([draftSaved(), draftDiscarded]).when(sent('antoine')).thenNothing();
    draft.given([draftSaved(), draftSent]).when(sent('antoine')).thenNothing();
  });

  it('does not come with the sending of another revision: what was saved since stays', () => {
    const sent = (revision: number) => (state: typeof draftDecider.initial) =>
      markDraftSent(state, { mailbox: 'antoine', message: 'm1', revision });
    const given = draft.given([draftSaved(), draftSaved({ first: false })]);
    given.when(sent(1)).then([draftSent]);
    given.when(sent(0)).thenNothing();
  });

  it('comes three months after its last saving, not a millisecond before: not-due', () => {
    const moved = [draftSaved(), draftSaved({ first: false, expiresAt: again.expiresAt })];
    draft
      .given(moved)
      .when((state) => expireDraft(state, DRAFT_ENDS_AT))
      .thenRefused('not-due');
    draft
      .given(moved)
      .when((state) => expireDraft(state, '2027-02-24T07:59:59.999Z'))
      .thenRefused('not-due');
    draft
      .given(moved)
      .when((state) => expireDraft(state, again.expiresAt))
      .then([draftExpired]);
    draft
      .given([draftSaved(), draftSent])
      .when((state) => expireDraft(state, DRAFT_ENDS_AT))
      .thenNothing();
    draft
      .given([])
      .when((state) => expireDraft(state, DRAFT_SAVED_AT))
      .thenRefused('not-found');
  });

  it('comes earlier where the account keeps for less by now, counted from the last saving (R1)', () => {
    const shorten = (mailbox: string, days: number) => (state: typeof draftDecider.initial) =>
      shortenDraft(state, mailbox, days);
    const given = draft.given([draftSaved()]);
    given.when(shorten('antoine', 10)).then([draftShortened]);
    given.when(shorten('claire', 10)).thenNothing();
    draft.given([draftSaved(), draftShortened]).when(shorten('antoine', 10)).thenNothing();
    draft.given([draftSaved(), draftShortened]).when(shorten('antoine', 30)).thenNothing();
    draft.given([draftSaved(), draftSent]).when(shorten('antoine', 10)).thenNothing();
    draft.given([]).when(shorten('antoine', 10)).thenNothing();
    draft
      .given([draftSaved(), draftShortened])
      .when((state) => expireDraft(state, draftShortened.data.expiresAt))
      .then([draftExpired]);
  });

  it('that came nearer is no change to who has read the draft, and the next saving dates it anew', () => {
    const shortened = draft.given([draftSaved(), draftShortened]);
    shortened
      .when((state) => saveDraft(state, { ...act, seen: [0] }, again))
      .then([{ type: 'DraftSaved', data: savedAgain, private: again.private }]);
    const saved = draft.given([draftSaved(), draftShortened, draftSaved({ first: false })]);
    expect(saved.state).toMatchObject({ revision: 2, expiresAt: DRAFT_ENDS_AT });
  });

  it('makes sure of the last contents alone, however often it was saved', () => {
    const savings = Array.from({ length: 1_000 }, (_, n) =>
      draftSaved({ first: n === 0, content: { id: `c${n}`, size: 1 } }),
    );
    const { contents } = draft.given(savings).state;
    expect(contents).toHaveLength(REMEMBERED_CONTENTS);
    expect(contents.at(-1)).toBe('c999');
  });

  it('is complete once key and contents are destroyed; it remembers each content until then', () => {
    const ended = [draftSaved(), draftSaved({ first: false, content: { id: 'c2', size: 1 } }), draftExpired];
    expect(draft.given(ended).state.contents).toEqual(['c1', 'c2']);
    draft.given(ended).when(draftShredded).then([draftShreddedEvent]);
    draft
      .given([...ended, draftShreddedEvent])
      .when(draftShredded)
      .thenNothing();
    draft.given([draftSaved()]).when(draftShredded).thenRefused('not-due');
  });
});
