import { describe, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { history, moved } from '../../test/harness/message-history.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { folderView } from './folder-view.projection.js';

const view = projectionSpec(folderView);
const claires = (...events: readonly AnyEvent[]) => on('mailbox-claire', ...events);
const m1 = (...events: readonly AnyEvent[]) => on('message-m1', ...events);

const created: AnyEvent = {
  type: 'FolderCreated',
  data: { folder: 'f1', role: null, parent: null },
  private: { name: 'Cardiologie' },
};
const renamed: AnyEvent = {
  type: 'FolderRenamed',
  data: { folder: 'f1' },
  private: { name: 'Rythmologie' },
};
const into = (parent: string | null): AnyEvent => ({
  type: 'FolderMoved',
  data: { folder: 'f1', parent },
  private: null,
});
const deleted: AnyEvent = {
  type: 'FolderDeleted',
  data: { folder: 'f1', movedTo: 'inbox' },
  private: null,
};

describe('folder view: folders of one’s own (C2)', () => {
  it('are shown from their creation on, with their newest name and place', () => {
    view.given(claires(created)).thenMatching({
      'folders/claire/f1': { name: 'Cardiologie', parent: null, listed: true, holdsStrays: false },
    });
    view.given(claires(created, renamed, into('inbox'))).thenMatching({
      'folders/claire/f1': { name: 'Rythmologie', parent: 'inbox', total: 0, listed: true },
    });
    view.given(claires(created, into('inbox'), into(null))).thenMatching({
      'folders/claire/f1': { parent: null },
    });
  });

  it('are no more shown once they are deleted and hold nothing', () => {
    view.given(claires(created, deleted)).thenMatching({
      'folders/claire/f1': { deleted: true, listed: false, holdsStrays: false },
    });
  });

  it('are shown after their deletion for as long as they hold a message', () => {
    view.given(claires(created), m1(...history(moved('f1'))), claires(deleted)).thenMatching({
      'folders/claire/f1': { name: 'Cardiologie', total: 1, unread: 1, listed: true, holdsStrays: true },
    });
    const before = history(moved('f1'));
    const out = history(moved('f1'), moved('inbox')).slice(before.length);
    view.given(claires(created), m1(...before), claires(deleted), m1(...out)).thenMatching({
      'folders/claire/f1': { total: 0, unread: 0, listed: false, holdsStrays: false },
      'folders/claire/inbox': { total: 1, listed: true },
    });
  });

  it('are shown again when a message comes in that was on its way', () => {
    view.given(claires(created, deleted), m1(...history(moved('f1')))).thenMatching({
      'folders/claire/f1': { name: 'Cardiologie', total: 1, listed: true, holdsStrays: true },
    });
  });

  it('are shown without a name where it can no longer be read', () => {
    view
      .given(claires(created, renamed), m1(...history(moved('f1'))))
      .thenWithoutTexts({ 'folders/claire/f1': { name: '', total: 1, listed: true } });
  });
});
