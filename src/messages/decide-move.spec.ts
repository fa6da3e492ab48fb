import { describe, it } from 'vitest';
import {
  antoine,
  claire,
  deleted,
  history,
  message,
  moved,
  opened,
  restored,
} from '../../test/harness/message-history.js';
import { by, sent } from '../../test/harness/sealed-message.js';
import { restore } from './decide-move.js';
import { type MessageState } from './message.state.js';

const passage = (from: string, to: string, isUnread = true) => ({
  data: { mailbox: 'claire', copy: 'm1', from, to, unread: isUnread },
  private: { by },
});

describe('moving, deleting, restoring (C2, C7, C10)', () => {
  it('moves to a folder of the mailbox', () => {
    message
      .given(sent())
      .when(moved('f1'))
      .then([{ type: 'MessageMoved', ...passage('inbox', 'f1') }]);
  });

  it('changes nothing where it is there', () => {
    message.given(sent()).when(moved('inbox')).thenNothing();
  });

  it('to « Messages supprimés » is a deletion', () => {
    message
      .given(sent())
      .when(moved('deleted'))
      .then([{ type: 'MessageDeleted', ...passage('inbox', 'deleted') }]);
    message
      .given(sent())
      .when(deleted())
      .then([{ type: 'MessageDeleted', ...passage('inbox', 'deleted') }]);
  });

  it('to « Brouillons » is refused: drafts-only', () => {
    message.given(sent()).when(moved('drafts')).thenRefused('drafts-only');
  });

  it('to a folder that the mailbox does not have is refused: folder-not-found', () => {
    message.given(sent()).when(moved('f2')).thenRefused('folder-not-found');
  });

  it('deleting again changes nothing', () => {
    message.given(history(deleted())).when(deleted()).thenNothing();
  });

  it('restores to where it was', () => {
    message
      .given(history(moved('f1'), opened(), deleted()))
      .when(restored())
      .then([{ type: 'MessageRestored', ...passage('deleted', 'f1', false) }]);
  });

  it('restores to inbox or sent where that folder is no more', () => {
    const without = (act: typeof claire) => (state: MessageState) =>
      restore(state, { ...act, folderExists: (folder) => folder !== 'f1' });
    message
      .given(history(moved('f1'), deleted()))
      .when(without(claire))
      .then([{ type: 'MessageRestored', ...passage('deleted', 'inbox') }]);
    const ofSender = message.given(history(moved('f1', antoine), deleted(antoine))).when(without(antoine));
    ofSender.then([
      {
        type: 'MessageRestored',
        data: { mailbox: 'antoine', copy: 'm1', from: 'deleted', to: 'sent', unread: false },
        private: { by },
      },
    ]);
  });

  it('restoring what is not deleted changes nothing', () => {
    message
      .given(history(deleted(), moved('f1')))
      .when(restored())
      .thenNothing();
  });
});
