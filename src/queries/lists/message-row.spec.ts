import { describe, expect, it } from 'vitest';
import { type CopyDocument, type EnvelopeDocument } from '../../contracts/documents/folder-view.documents.js';
import { messageRow } from './message-row.js';

const party = (name: string) => ({ address: `${name}@medimail.test`, name, mailbox: name });

const copy: CopyDocument = {
  mailbox: 'antoine',
  message: 'm1',
  copy: 'm1',
  role: 'recipient',
  folder: 'inbox',
  filed: true,
  subject: 'CR',
  from: party('claire'),
  to: [party('antoine')],
  sentAt: '2026-01-05T08:00:00.000Z',
  expiresAt: '2026-04-05T07:00:00.000Z',
  size: 12,
  hasAttachments: true,
  subjectKey: 'cr',
  fromKey: 'claire',
  toKey: 'antoine',
  unread: true,
  openedBy: [],
  recipients: 2,
  openings: 0,
  copyOf: [],
};

describe('a line of a message list (C3)', () => {
  it('shows names and addresses, and no id of a mailbox', () => {
    expect(messageRow(copy, 'p1').from).toEqual({ address: 'claire@medimail.test', name: 'claire' });
  });

  it('tells the opening by this mailbox apart from the opening by this person', () => {
    const opened = { ...copy, unread: false, openedBy: ['p2'] };
    expect(messageRow(opened, 'p1')).toMatchObject({ opened: true, openedByMe: false });
    expect(messageRow(opened, 'p2')).toMatchObject({ opened: true, openedByMe: true });
  });

  it('names who has taken it in charge, and nobody where nobody has (S13)', () => {
    const takenBy = { person: 'p2', name: 'Julie Martin', since: '2026-01-05T09:00:00.000Z' };
    expect(messageRow({ ...copy, takenBy }, 'p1').takenBy).toEqual(takenBy);
    expect(messageRow(copy, 'p1')).not.toHaveProperty('takenBy');
  });

  it.each([
    [0, 'none'],
    [1, 'some'],
    [2, 'all'],
  ])('counts %i openings of 2 recipients as %s in a sent copy', (openings, openedBy) => {
    expect(messageRow({ ...copy, role: 'sender', openings }, 'p1').openedBy).toBe(openedBy);
  });

  it('says nothing of the recipients’ openings in an inbox', () => {
    expect(messageRow(copy, 'p1')).not.toHaveProperty('openedBy');
  });

  it('names whose delegate this mailbox is, from the recipients of either field', () => {
    const envelope = { to: [party('antoine')], cc: [party('rose'), party('paul')] };
    const row = messageRow(
      { ...copy, copyOf: ['rose', 'antoine'] },
      'p1',
      envelope as unknown as EnvelopeDocument,
    );
    expect(row.copyOf?.map(({ name }) => name)).toEqual(['antoine', 'rose']);
  });
});
