import { describe, expect, it } from 'vitest';
import { registerMailbox } from '../accounts/decide-register-mailbox.js';
import { heirOf } from '../accounts/folders.state.js';
import { mailboxDecider } from '../accounts/mailbox.decider.js';
import { type MailboxState, noMailbox } from '../accounts/mailbox.state.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { specification } from '../../test/harness/given-when-then.js';
import { changeFolder, type ChangeFolder } from './decide-change-folder.js';
import { createFolder } from './decide-create-folder.js';
import { deleteFolder } from './decide-delete-folder.js';
import { MAX_DEPTH, MAX_FOLDERS } from './folder-tree.js';

const mailbox = specification(mailboxDecider);
const antoine = { type: 'MED', owner: 'p1', address: 'antoine@medimail.test', label: 'Antoine' } as const;
const registered = registerMailbox(noMailbox, antoine);
const made = (folder: string, parent: string | null = null, name = folder): MailboxEvent => ({
  type: 'FolderCreated',
  data: { folder, role: null, parent },
  private: { name },
});
const moved = (folder: string, parent: string | null): MailboxEvent => ({
  type: 'FolderMoved',
  data: { folder, parent },
  private: null,
});
const renamed = (folder: string, name: string): MailboxEvent => ({
  type: 'FolderRenamed',
  data: { folder },
  private: { name },
});
const gone = (folder: string, movedTo: string | null): MailboxEvent => ({
  type: 'FolderDeleted',
  data: { folder, movedTo },
  private: null,
});
const given = (...events: readonly MailboxEvent[]) => mailbox.given([...registered, ...events]);

const create = (parent: string | null, name: string) => (state: MailboxState) =>
  createFolder(state, { folder: 'new', name, parent });
const change = (command: ChangeFolder) => (state: MailboxState) => changeFolder(state, command);
const remove =
  (folder: string, moveTo?: string, holdsMessages = false) =>
  (state: MailboxState) =>
    deleteFolder(state, { folder, moveTo, holdsMessages });

describe('making a folder (C2)', () => {
  it('at the root, in another, in the inbox', () => {
    given()
      .when(create(null, ' Avis '))
      .then([made('new', null, 'Avis')]);
    given(made('a'))
      .when(create('a', 'Avis'))
      .then([made('new', 'a', 'Avis')]);
    given()
      .when(create('inbox', 'Avis'))
      .then([made('new', 'inbox', 'Avis')]);
  });

  it.each([
    ['drafts', 'parent-not-allowed'],
    ['sent', 'parent-not-allowed'],
    ['deleted', 'parent-not-allowed'],
    ['none', 'folder-not-found'],
    ['old', 'folder-not-found'],
  ])('in %s is refused: %s', (parent, code) => {
    given(made('old'), gone('old', null)).when(create(parent, 'Avis')).thenRefused(code);
  });

  it('under a sibling’s name is refused, one of the four included: name-taken', () => {
    const tree = given(made('a', null, 'Échos'), made('b', 'a', 'Dedans'));
    tree.when(create(null, 'ECHOS')).thenRefused('name-taken');
    tree.when(create(null, 'boîte de reception')).thenRefused('name-taken');
    tree.when(create('a', 'Échos')).then([made('new', 'a', 'Échos')]);
    tree.when(create(null, 'Dedans')).then([made('new', null, 'Dedans')]);
  });

  it('takes a name that was given up', () => {
    given(made('a', null, 'Avis'), renamed('a', 'Autres'))
      .when(create(null, 'Avis'))
      .then([made('new', null, 'Avis')]);
    given(made('a', null, 'Avis'), gone('a', null))
      .when(create(null, 'Avis'))
      .then([made('new', null, 'Avis')]);
  });

  it('beyond the last level, or as one too many, is refused: too-deep, too-many-folders', () => {
    const chain = Array.from({ length: MAX_DEPTH }, (_, n) => made(`f${n}`, n === 0 ? null : `f${n - 1}`));
    given(...chain.slice(0, -1))
      .when(create(`f${MAX_DEPTH - 2}`, 'x'))
      .then([made('new', `f${MAX_DEPTH - 2}`, 'x')]);
    given(...chain)
      .when(create(`f${MAX_DEPTH - 1}`, 'x'))
      .thenRefused('too-deep');
    const many = Array.from({ length: MAX_FOLDERS }, (_, n) => made(`f${n}`));
    given(...many.slice(1))
      .when(create(null, 'x'))
      .then([made('new', null, 'x')]);
    given(...many)
      .when(create(null, 'x'))
      .thenRefused('too-many-folders');
  });
});

describe('changing a folder (C2)', () => {
  const tree = given(made('a'), made('b', 'a'), made('c', 'b'), made('d', null, 'c'));

  it('renames, moves, or does both in one append; nothing where nothing changes', () => {
    tree.when(change({ folder: 'b', name: 'B' })).then([renamed('b', 'B')]);
    tree.when(change({ folder: 'b', parent: null })).then([moved('b', null)]);
    tree.when(change({ folder: 'c', parent: null, name: 'e' })).then([moved('c', null), renamed('c', 'e')]);
    tree.when(change({ folder: 'b', parent: 'a', name: 'b' })).thenNothing();
    tree.when(change({ folder: 'b' })).thenNothing();
  });

  it('judges the name by the place that it has then: name-taken', () => {
    tree.when(change({ folder: 'c', parent: null })).thenRefused('name-taken');
    tree.when(change({ folder: 'd', name: 'A' })).thenRefused('name-taken');
  });

  it('never makes a cycle', () => {
    for (const parent of ['a', 'b', 'c']) tree.when(change({ folder: 'a', parent })).thenRefused('cycle');
  });

  it.each(['inbox', 'sent', 'drafts', 'deleted'])('leaves %s alone: default-folder', (folder) => {
    tree.when(change({ folder, name: 'x' })).thenRefused('default-folder');
    tree.when(change({ folder, parent: null })).thenRefused('default-folder');
    tree.when(remove(folder)).thenRefused('default-folder');
  });

  it('counts the levels of what moves with it: too-deep', () => {
    const chain = Array.from({ length: 8 }, (_, n) => made(`f${n}`, n === 0 ? null : `f${n - 1}`));
    const deep = given(made('a'), made('b', 'a'), made('c', 'b'), ...chain);
    deep.when(change({ folder: 'a', parent: 'f7' })).thenRefused('too-deep');
    deep.when(change({ folder: 'a', parent: 'f6' })).then([moved('a', 'f6')]);
  });

  it('works where the names can no longer be read', () => {
    const bare = given(made('a'), made('b')).state;
    const events = [...registered, made('a'), made('b')].map((event) => ({ ...event, private: null }));
    const nameless = mailbox.given(events);
    expect([...nameless.state.folders.keys()]).toEqual([...bare.folders.keys()]);
    expect(nameless.state.folders.get('inbox')?.name).toBe('Boîte de réception');
    nameless.when(change({ folder: 'a', parent: 'b' })).then([moved('a', 'b')]);
  });
});

describe('deleting a folder (C2)', () => {
  const tree = given(made('a'), made('b', 'a'), made('c', 'b'), made('d'), made('x', 'd', 'B'), made('e'));

  it('that is empty', () => {
    tree.when(remove('c')).then([gone('c', null)]);
  });

  it('that is not: not-empty, or what it holds goes where it is told, in the same append', () => {
    tree.when(remove('a')).thenRefused('not-empty');
    tree.when(remove('c', undefined, true)).thenRefused('not-empty');
    tree.when(remove('c', 'sent')).then([gone('c', 'sent')]);
    tree.when(remove('a', 'e')).then([moved('b', 'e'), gone('a', 'e')]);
    tree.when(remove('a', 'inbox')).then([moved('b', 'inbox'), gone('a', 'inbox')]);
  });

  it('to where its folders have no place is refused', () => {
    tree.when(remove('a', 'd')).thenRefused('name-taken');
    tree.when(remove('a', 'a')).thenRefused('cycle');
    tree.when(remove('a', 'c')).thenRefused('cycle');
    tree.when(remove('a', 'drafts')).thenRefused('drafts-only');
    tree.when(remove('a', 'deleted')).thenRefused('parent-not-allowed');
    tree.when(remove('a', 'none')).thenRefused('folder-not-found');
    tree.when(remove('none', 'a')).thenRefused('folder-not-found');
  });

  it('gives its name free for one that it held', () => {
    given(made('a'), made('b', 'a', 'même'), made('c', 'b', 'Même'))
      .when(remove('b', 'a'))
      .then([moved('c', 'a'), gone('b', 'a')]);
  });

  it('says where its messages go, also once that folder is deleted in its turn', () => {
    const heirs = (...events: readonly MailboxEvent[]) => {
      const { state } = given(made('a'), made('b'), made('c'), ...events);
      return ['a', 'b', 'c'].map((folder) => heirOf(state, folder));
    };
    expect(heirs()).toEqual([undefined, undefined, undefined]);
    expect(heirs(gone('a', 'b'))).toEqual(['b', undefined, undefined]);
    expect(heirs(gone('a', 'b'), gone('b', 'c'))).toEqual(['c', 'c', undefined]);
    expect(heirs(gone('a', 'b'), gone('b', 'c'), gone('c', null))).toEqual([null, null, null]);
    expect(heirs(gone('a', 'b'), gone('b', 'deleted'))).toEqual(['deleted', 'deleted', undefined]);
  });
});
