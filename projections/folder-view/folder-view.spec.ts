import { describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { claire, deleted, gone, history, moved, opened, unread } from '../../test/harness/message-history.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { expiresAt, sealedAt, sealedMessage, sent } from '../../test/harness/sealed-message.js';
import { folderView } from './folder-view.projection.js';
import { sortKey } from './sort-key.js';

const view = projectionSpec(folderView);
const m1 = (...events: readonly AnyEvent[]) => on('message-m1', ...events);

const folderCreated = (folder: string, name: string, role: 'inbox' | null = null): AnyEvent => ({
  type: 'FolderCreated',
  data: { folder, role, parent: null },
  private: { name },
});

const expired: AnyEvent = {
  type: 'MessageExpired',
  data: {
    reason: 'retention',
    copies: [
      { mailbox: 'antoine', copy: 'm1', folder: 'sent', unread: false },
      { mailbox: 'claire', copy: 'm1', folder: 'inbox', unread: true },
    ],
    mailboxes: ['antoine', 'claire'],
  },
  private: null,
};

const counts = (total: number, unreadCount: number) => ({ total, unread: unreadCount });

describe('folder view: copies', () => {
  it('files the sender’s copy as read and the recipient’s as unread', () => {
    const line = {
      message: 'm1',
      copy: 'm1',
      filed: true,
      subject: 'Résultats',
      from: sealedMessage().private.from,
      to: sealedMessage().private.to,
      sentAt: sealedAt,
      expiresAt,
      size: 20,
      hasAttachments: false,
      subjectKey: 'resultats',
      fromKey: 'antoine mennebeuf',
      toKey: 'claire pradel',
      openedBy: [],
      openings: 0,
      copyOf: [],
    };
    const unknown = { role: null, name: '', parent: null, created: false };
    const folder = { ...unknown, deleted: false, deletedBy: null, listed: true, holdsStrays: false };
    view.given(m1(...sent())).then({
      'copies/antoine/m1': {
        ...line,
        mailbox: 'antoine',
        role: 'sender',
        folder: 'sent',
        unread: false,
        recipients: 1,
      },
      'copies/claire/m1': {
        ...line,
        mailbox: 'claire',
        role: 'recipient',
        folder: 'inbox',
        unread: true,
        recipients: 0,
      },
      'envelopes/m1': {
        subject: 'Résultats',
        from: line.from,
        to: line.to,
        cc: [],
        sentAt: sealedAt,
        expiresAt,
        body: { content: 'b1', size: 20, sha256: '0'.repeat(64) },
        attachments: [],
        seal: { kid: 'k1', jws: 'e30.e30.c2ln', sealedAt },
        replyTo: null,
        forwardOf: null,
      },
      'folders/antoine/sent': { ...folder, mailbox: 'antoine', folder: 'sent', total: 1, unread: 0 },
      'folders/claire/inbox': { ...folder, mailbox: 'claire', folder: 'inbox', total: 1, unread: 1 },
    });
  });

  it('lists nothing that is sealed and not filed', () => {
    view.given(m1(sent()[0]!)).thenMatching({ 'copies/claire/m1': { folder: null, filed: false } });
  });

  it('keeps both copies of a mailbox that writes to itself', () => {
    const toSelf = sent({ recipients: [{ mailbox: 'antoine', delegates: [] }] });
    view.given(m1(...toSelf)).thenMatching({
      'copies/antoine/m1': { role: 'recipient', folder: 'inbox', unread: true },
      'copies/antoine/m1-sent': { role: 'sender', folder: 'sent', recipients: 1 },
    });
  });

  it('says of which mailboxes a delegate’s copy is, and does not count it among the recipients', () => {
    const delegated = sent({ recipients: [{ mailbox: 'claire', delegates: ['julie'] }] });
    view.given(m1(...delegated)).thenMatching({
      'copies/julie/m1': { role: 'delegate', copyOf: ['claire'] },
      'copies/antoine/m1': { recipients: 1 },
    });
  });

  it('counts an opening once for each recipient, and keeps every person who opened', () => {
    const openings = history(opened(), opened({ ...claire, person: 'p-julie' }));
    view.given(m1(...openings)).thenMatching({
      'copies/antoine/m1': { openings: 1, recipients: 1, openedBy: [] },
      'copies/claire/m1': { unread: false, openedBy: ['p-claire', 'p-julie'] },
    });
  });

  it('does not count the openings of a delegate or of the sender', () => {
    const delegated = sent({ recipients: [{ mailbox: 'claire', delegates: ['julie'] }] });
    const opening = (mailbox: string, role: 'sender' | 'delegate', folder: string): AnyEvent => ({
      type: 'MessageOpened',
      data: {
        mailbox,
        copy: 'm1',
        person: `p-${mailbox}`,
        role,
        folder,
        unreadBefore: role === 'delegate',
        firstOfMailbox: true,
        senderCopy: { mailbox: 'antoine', copy: 'm1' },
      },
      private: null,
    });
    view
      .given(m1(...delegated, opening('julie', 'delegate', 'inbox'), opening('antoine', 'sender', 'sent')))
      .thenMatching({
        'copies/antoine/m1': { openings: 0, openedBy: ['p-antoine'] },
        'copies/julie/m1': { unread: false, openedBy: ['p-julie'] },
      });
  });

  it('shows a message marked as unread as unread, and still knows who opened it', () => {
    view
      .given(m1(...history(opened(), unread())))
      .thenMatching({ 'copies/claire/m1': { unread: true, openedBy: ['p-claire'] } });
  });

  it('removes one holder’s copy alone when it is deleted for good', () => {
    view.given(m1(...history(deleted(), gone()))).then({
      'copies/antoine/m1': expect.objectContaining({ folder: 'sent' }),
      'envelopes/m1': expect.anything(),
      'folders/antoine/sent': expect.objectContaining(counts(1, 0)),
      'folders/claire/inbox': expect.objectContaining(counts(0, 0)),
      'folders/claire/deleted': expect.objectContaining(counts(0, 0)),
    });
  });

  it('keeps nothing of a message that has expired but the folders’ counts', () => {
    view.given(m1(...sent(), expired)).then({
      'folders/antoine/sent': expect.objectContaining(counts(0, 0)),
      'folders/claire/inbox': expect.objectContaining(counts(0, 0)),
    });
  });

  it('has no texts where the key was destroyed before it read the event, and counts all the same', () => {
    view.given(m1(...sent())).thenWithoutTexts({
      'copies/claire/m1': { subject: '', from: { address: '', name: '' }, to: [], subjectKey: '' },
      'envelopes/m1': { subject: '', to: [], cc: [], body: { sha256: '' } },
      'folders/claire/inbox': counts(1, 1),
    });
  });
});

describe('folder view: folders', () => {
  it('names the default folders, whose name is not stored, and the others as they were created', () => {
    view
      .given(on('mailbox-claire', folderCreated('inbox', '', 'inbox'), folderCreated('f1', 'Cardiologie')))
      .thenMatching({
        'folders/claire/inbox': { role: 'inbox', name: 'Boîte de réception', ...counts(0, 0) },
        'folders/claire/f1': { role: null, name: 'Cardiologie', ...counts(0, 0) },
      });
  });

  it('loses no count that comes before the folder', () => {
    view
      .given(m1(...sent()), on('mailbox-claire', folderCreated('inbox', '', 'inbox')))
      .thenMatching({ 'folders/claire/inbox': { name: 'Boîte de réception', ...counts(1, 1) } });
  });

  it('moves the count with the message, the unread one too', () => {
    view.given(m1(...history(moved('f1')))).thenMatching({
      'folders/claire/inbox': counts(0, 0),
      'folders/claire/f1': counts(1, 1),
    });
  });

  it('counts a message as unread until it is opened, and again when it is marked so', () => {
    view.given(m1(...history(opened()))).thenMatching({ 'folders/claire/inbox': counts(1, 0) });
    view.given(m1(...history(opened(), unread()))).thenMatching({ 'folders/claire/inbox': counts(1, 1) });
  });

  it('changes nothing for a message moved to where it is', () => {
    const still: AnyEvent = {
      type: 'MessageMoved',
      data: { mailbox: 'claire', copy: 'm1', from: 'inbox', to: 'inbox', unread: true },
      private: null,
    };
    view.given(m1(...sent(), still)).thenMatching({ 'folders/claire/inbox': counts(1, 1) });
  });

  it('counts both copies that a mailbox loses in one folder', () => {
    const both = sent({ recipients: [{ mailbox: 'antoine', delegates: [] }] });
    const copies = [
      { mailbox: 'antoine', copy: 'm1', folder: 'deleted', unread: true },
      { mailbox: 'antoine', copy: 'm1-sent', folder: 'deleted', unread: false },
    ];
    const to = (copy: string, from: string, isUnread: boolean): AnyEvent => ({
      type: 'MessageDeleted',
      data: { mailbox: 'antoine', copy, from, to: 'deleted', unread: isUnread },
      private: null,
    });
    const end: AnyEvent = {
      type: 'MessageExpired',
      data: { reason: 'retention', copies, mailboxes: ['antoine'] },
      private: null,
    };
    const before = [...both, to('m1', 'inbox', true), to('m1-sent', 'sent', false)];
    view.given(m1(...before)).thenMatching({ 'folders/antoine/deleted': counts(2, 1) });
    view.given(m1(...before, end)).thenMatching({ 'folders/antoine/deleted': counts(0, 0) });
  });
});

describe('sort keys', () => {
  it('fold accents and case, and are cut at 100 characters', () => {
    expect(sortKey('  Écho-Doppler ')).toBe('echo-doppler');
    expect(sortKey('É'.repeat(300))).toBe('e'.repeat(100));
  });

  it('never end in half a character', () => {
    expect(sortKey('a'.repeat(99) + '𝄞')).toBe('a'.repeat(99));
  });
});
