import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { heirOf } from '../../src/accounts/folders.state.js';
import { mailboxDecider } from '../../src/accounts/mailbox.decider.js';
import { type MailboxState, noMailbox } from '../../src/accounts/mailbox.state.js';
import { foldText } from '../../src/contracts/text/fold-text.js';
import { MAX_DEPTH } from '../../src/folders/folder-tree.js';
import {
  anyFolderCommands,
  decideFolder,
  type DecideFolder,
  type FoldersTaken,
  playFolders,
} from '../harness/folder-commands.js';
import { foldLog, livingDocuments } from '../harness/fold-log.js';
import { on, recorded } from '../harness/projection-spec.js';

type Property = (history: readonly FoldersTaken[]) => void;

type Fault = DecideFolder | typeof mailboxDecider;

const check = (holds: Property, fault: Fault = decideFolder, numRuns = 200) => {
  const [decide, decider] = typeof fault === 'function' ? [fault] : [decideFolder, fault];
  return fc.check(
    fc.property(anyFolderCommands, (commands) => holds(playFolders(commands, decide, decider))),
    { numRuns },
  );
};

/** The property holds of the rules, and finds the fault that is planted in them. */
function property(name: string, holds: Property, fault: Fault): void {
  it(name, () => {
    const { failed, errorInstance } = check(holds);
    if (failed) throw errorInstance;
  });
  it(`${name}: and the property finds a planted fault`, () => {
    expect(check(holds, fault, 3_000).failed).toBe(true);
  });
}

/** The rules, as if the state had been another. */
const mistaking =
  (mistake: (state: MailboxState) => MailboxState): DecideFolder =>
  (state, command) =>
    decideFolder(mistake(state), command);

const blindToRenaming: typeof mailboxDecider.evolve = (state, event) =>
  event.type === 'FolderRenamed' ? state : mailboxDecider.evolve(state, event);

const namesGone = mistaking((state) => ({
  ...state,
  folders: new Map([...state.folders].map(([id, folder]) => [id, { ...folder, name: null }])),
}));

function rootOf({ folders }: MailboxState, id: string): { root: string; level: number } {
  const seen: string[] = [];
  for (let at: string | null | undefined = id; typeof at === 'string'; at = folders.get(at)?.parent) {
    if (seen.includes(at)) throw new Error(`a cycle: ${seen.join(' in ')}`);
    seen.push(at);
  }
  return { root: seen.at(-1) ?? '', level: seen.length };
}

describe('whatever is done to folders, in any order (C2)', () => {
  property(
    'they are a forest: each in the end at the root, none in one that is not there, none too deep',
    (history) => {
      for (const { after } of history) {
        for (const [id, { parent }] of after.folders) {
          if (parent !== null) expect(after.folders.has(parent)).toBe(true);
          expect(rootOf(after, id).level).toBeLessThanOrEqual(MAX_DEPTH);
        }
      }
    },
    // It sees every folder at the root, nameless. (Were the rules themselves to see a cycle, they would never end.)
    mistaking((state) => ({
      ...state,
      folders: new Map([...state.folders].map(([id, { role }]) => [id, { role, parent: null, name: null }])),
    })),
  );

  property(
    'no folder is left in one that is deleted',
    (history) => {
      for (const { after } of history) {
        for (const { parent } of after.folders.values()) {
          expect(parent === null || after.folders.has(parent)).toBe(true);
        }
      }
    },
    (state, command) => decideFolder(state, command).filter(({ type }) => type !== 'FolderMoved'),
  );

  property(
    'siblings have different names, accents and case aside',
    (history) => {
      for (const { after } of history) {
        const places = [...after.folders.values()].map(
          ({ parent, name }) => `${parent ?? ''}/${foldText(name ?? '')}`,
        );
        expect(new Set(places).size).toBe(places.length);
      }
    },
    namesGone,
  );

  property(
    'the four of every account stay as they were, and hold no folders but the inbox',
    (history) => {
      const four = ['inbox', 'sent', 'drafts', 'deleted'];
      for (const { before, after } of history) {
        for (const id of four) expect(after.folders.get(id)).toEqual(before.folders.get(id));
        for (const { parent } of after.folders.values()) {
          expect(['sent', 'drafts', 'deleted']).not.toContain(parent);
        }
      }
    },
    mistaking((state) => ({
      ...state,
      folders: new Map([...state.folders].map(([id, folder]) => [id, { ...folder, role: null }])),
    })),
  );

  property(
    'what a deleted folder held, or still gets, has a folder to go to that is there',
    (history) => {
      for (const { after } of history) {
        for (const deleted of after.deletedFolders.keys()) {
          const heir = heirOf(after, deleted);
          expect(heir).not.toBeUndefined();
          expect(heir).not.toBe('drafts');
          if (typeof heir === 'string') expect(after.folders.has(heir)).toBe(true);
        }
      }
    },
    (state, command) => {
      if (command.kind !== 'delete' || command.moveTo === undefined) return decideFolder(state, command);
      const { folder, moveTo } = command;
      if (state.folders.get(folder)?.role !== null || !state.folders.has(moveTo)) return [];
      if (folder === moveTo) return [];
      return [{ type: 'FolderDeleted', data: { folder, movedTo: moveTo }, private: null }];
    },
  );

  property(
    'the list of folders shows what the log says, and a replay comes to the same',
    (history) => {
      const events = history.flatMap((taken) => taken.events);
      const start = history[0]?.before ?? noMailbox;
      const replayed = events.reduce((state, event) => mailboxDecider.evolve(state, event), start);
      expect(replayed).toEqual(history.at(-1)?.after ?? start);
      const documents = livingDocuments(foldLog(folderView, recorded(on('mailbox-a', ...events))));
      const listed = Object.values(documents).filter((document) => document['listed'] === true);
      const told = listed.map(({ folder, name, parent }) => [folder, name, parent]);
      const own = [...replayed.folders].filter(([, { role }]) => role === null);
      expect(new Set(told.map(String))).toEqual(
        new Set(own.map(([id, { name, parent }]) => String([id, name, parent]))),
      );
    },
    { ...mailboxDecider, evolve: blindToRenaming },
  );
});
