import { expect, it } from 'vitest';
import {
  antoine,
  claire,
  deleted,
  gone,
  history,
  message,
  moved,
  unread,
} from '../../test/harness/message-history.js';
import { by, expiresAt } from '../../test/harness/sealed-message.js';
import { expire } from './decide-end.js';
import { leaveFolder } from './decide-leave-folder.js';
import { type MessageState } from './message.state.js';

const leave =
  (heir: string | null, act = claire) =>
  (state: MessageState) =>
    leaveFolder(state, { ...act, folder: 'f1', heir });
const data = { mailbox: 'claire', copy: 'm1', from: 'f1', unread: true };

it('a message leaves a deleted folder for the one that takes what it held (C2)', () => {
  const filed = message.given(history(moved('f1')));
  filed.when(leave('f2')).then([{ type: 'MessageMoved', data: { ...data, to: 'f2' }, private: { by } }]);
  filed
    .when(leave('deleted'))
    .then([{ type: 'MessageDeleted', data: { ...data, to: 'deleted' }, private: { by } }]);
});

it('or for the inbox or sent, as it was received or sent', () => {
  message
    .given(history(moved('f1')))
    .when(leave(null))
    .then([{ type: 'MessageMoved', data: { ...data, to: 'inbox' }, private: { by } }]);
  const [event] = leave(null, antoine)(message.given(history(moved('f1', antoine))).state);
  expect(event?.data).toMatchObject({ mailbox: 'antoine', to: 'sent' });
});

it('is left alone where it is elsewhere by now, or gone', () => {
  for (const steps of [[], [unread()], [moved('f1'), deleted()], [moved('f1'), deleted(), gone()]]) {
    message
      .given(history(...steps))
      .when(leave('f2'))
      .thenNothing();
  }
  message
    .given(history(moved('f1'), (state) => expire(state, expiresAt)))
    .when(leave('f2'))
    .thenNothing();
});
