import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LivingDocuments } from '../../projections/engine/reading/living-documents.js';
import { collectionsOf, createIndexes } from '../../projections/engine/records/generation.js';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { search } from '../../projections/search/search.projection.js';
import { type Party } from '../../src/contracts/events/schemas.js';
import { type Databases } from '../../src/platform/documents/documents.js';
import { type ProjectedDocument, type ReadModels } from '../../src/platform/read-models/read-models.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { type MessageSort, messageSorts, sortFields } from '../../src/queries/lists/message-sort.js';
import {
  type FoundPage,
  MessageSearch,
  type SearchPageQuery,
} from '../../src/queries/search/message-search.js';
import { foldLog } from '../harness/fold-log.js';
import { on, recorded } from '../harness/projection-spec.js';
import { sealedMessage, sent } from '../harness/sealed-message.js';
import { openTestDatabases } from '../harness/test-databases.js';

const vocabulary = [
  'Écho',
  'echographie',
  'Cœur',
  'coeliaque',
  'l’épaule',
  'Épaule',
  'zona',
  '16',
  'mars',
  '2026',
];
const people = ['Zoé Écho', 'zoe Martin', 'Jean-Pierre Épaule', 'MARTIN Paul', ''];

interface Written {
  readonly subject: string;
  readonly from: Party;
  readonly to: Party[];
  readonly sentAt: string;
  readonly folder: 'inbox' | 'f1';
}

const anyParty: fc.Arbitrary<Party> = fc
  .tuple(fc.constantFrom(...people), fc.constantFrom('zoe.m', 'j-p', 'paul'))
  .map(([name, local]) => ({ name, address: `${local}@chu.fr`, mailbox: 'claire' }));
const anyWritten: fc.Arbitrary<Written> = fc.record({
  subject: fc.array(fc.constantFrom(...vocabulary), { maxLength: 3 }).map((words) => words.join(' ')),
  from: anyParty,
  to: fc.array(anyParty, { minLength: 1, maxLength: 2 }),
  // Around the night in which the clocks of Paris change.
  sentAt: fc
    .integer({ min: -60, max: 60 })
    .map((hours) => new Date(Date.parse('2026-03-29T00:30:00.000Z') + hours * 3_600_000).toISOString()),
  folder: fc.constantFrom('inbox', 'f1'),
});

/** What is typed, and the oracle's own idea of it. */
interface Typed {
  readonly text: string;
  readonly accepts: (message: Written) => boolean;
}

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');
const wordsOf = ({ subject, from, to }: Written): string[] =>
  plain([subject, ...[from, ...to].flatMap(({ name, address }) => [name, address])].join(' '))
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
const hasAll = (message: Written, typed: string): boolean =>
  plain(typed)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .every((beginning) => wordsOf(message).some((word) => word.startsWith(beginning)));
const inParis = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short' });
const dayOf = ({ sentAt }: Written): string => inParis.format(new Date(sentAt));

const anyTyped: fc.Arbitrary<Typed> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...['Écho', 'cœur', 'COEL', 'epau', 'Zoé', 'mart', 'j-p@chu', 'z', 'zona', 'xyz']),
      fc.nat(4),
    )
    .map(([text]) => ({ text, accepts: (message: Written) => hasAll(message, text) })),
  fc.constantFrom('27/03/2026', '28/03/2026', '29/03/2026', '30/03/2026').map((text) => ({
    text,
    accepts: (message: Written) => dayOf(message) === text || hasAll(message, text),
  })),
  fc.constant({
    text: 'du 28/03/2026 au 29/03/2026',
    accepts: (message: Written) => ['28/03/2026', '29/03/2026'].includes(dayOf(message)),
  }),
  fc.constantFrom('2026', 'mars', 'mars 2026').map((text) => ({
    text,
    accepts: () => true,
  })),
);

interface Case {
  readonly messages: readonly Written[];
  readonly later: readonly Written[];
  readonly typed: readonly Typed[];
  readonly folder: 'inbox' | undefined;
  readonly sort: MessageSort;
  readonly limit: number;
  readonly most: number;
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  messages: fc.array(anyWritten, { maxLength: 40 }),
  later: fc.array(anyWritten, { maxLength: 3 }),
  typed: fc.array(anyTyped, { minLength: 1, maxLength: 3 }),
  folder: fc.constantFrom('inbox', undefined),
  sort: fc.constantFrom(...messageSorts),
  limit: fc.integer({ min: 1, max: 7 }),
  most: fc.constantFrom(3, 12, 10_000),
});

let mailboxes = 0;

/** The read models of a mailbox of its own, as the projections write them. */
function newMailbox(databases: Databases) {
  const mailbox = `claire${(mailboxes += 1)}`;
  const store = databases.database('read-models');
  let messages = 0;
  const eventsOf = ({ sentAt, folder, ...texts }: Written, message: string) => {
    const { sealed, private: whole } = sealedMessage();
    const recipients = [{ mailbox, delegates: [] }];
    const change = { message, recipients, sealed: { ...sealed, sealedAt: sentAt } };
    const data = { mailbox, copy: message, from: 'inbox', to: folder, unread: true };
    const moved = { type: 'MessageMoved', data, private: null } as const;
    return on(`message-${message}`, ...sent({ ...change, private: { ...whole, ...texts } }), moved);
  };
  return {
    mailbox,
    readModels: {
      collection: (projection: string, name: string) =>
        Promise.resolve(new LivingDocuments(store.collection<ProjectedDocument>(`${projection}.1.${name}`))),
    } as unknown as ReadModels,
    /** @returns the `_id`s of the copies */
    async add(added: readonly Written[]): Promise<string[]> {
      const ids = added.map(() => `${mailbox}-m${(messages += 1)}`);
      const log = recorded(added.flatMap((message, n) => eventsOf(message, ids[n] ?? '')));
      for (const projection of [folderView, search]) {
        const folded = [...foldLog(projection, log)];
        for (const [name, documents] of collectionsOf(store, { projection, number: 1 })) {
          const found = folded.filter(
            ([key, { _id }]) => key === `${name}/${_id}` && _id.startsWith(mailbox),
          );
          if (found.length === 0 || name === 'folders') continue;
          await documents.bulkWrite(found.map(([, document]) => ({ insertOne: { document } })));
        }
      }
      return ids.map((id) => `${mailbox}/${id}`);
    },
  };
}

type Search = (real: MessageSearch, query: SearchPageQuery) => Promise<FoundPage>;

/** Every page, with what arrives after the first; what was there must be found once each, in the list's order. */
async function findsWhatTheOracleFinds(databases: Databases, page: Search, one: Case): Promise<void> {
  const mailbox = newMailbox(databases);
  const real = new MessageSearch(mailbox.readModels, new ManualClock('2026-04-02T10:00:00.000Z'));
  const ids = await mailbox.add(one.messages);
  const expected = new Set(
    ids.filter((_id, n) => {
      const message = one.messages[n];
      if (message === undefined || (one.folder !== undefined && message.folder !== one.folder)) return false;
      return one.typed.every(({ accepts }) => accepts(message));
    }),
  );
  const inScope = one.messages.filter(({ folder }) => one.folder === undefined || folder === one.folder);
  const query = {
    scope: { mailbox: mailbox.mailbox, folder: one.folder },
    messages: inScope.length,
    terms: real.terms(one.typed.map(({ text }) => text).join(' ; ')),
    sort: sortFields[one.sort],
    limit: one.limit,
    most: one.most,
  };
  const found: string[] = [];
  let after: SearchPageQuery['after'];
  for (let pages = 0; pages < 200; pages += 1) {
    const { ids: items, next, total, partial } = await page(real, { ...query, after });
    found.push(...items);
    if (pages === 0 && total !== null) expect(total).toBe(expected.size);
    if (one.most === 10_000)
      expect({ partial, told: total !== null }).toEqual({ partial: false, told: true });
    if (partial) expect(items.length).toBeLessThan(one.limit);
    if (next === undefined) break;
    if (pages === 0) await mailbox.add(one.later);
    after = next;
  }
  expect(new Set(found).size).toBe(found.length);
  const known = new Set(ids);
  const foundBefore = found.filter((id) => known.has(id));
  expect(new Set(foundBefore)).toEqual(expected);
  const { field, direction } = query.sort;
  const list = await (
    await mailbox.readModels.collection('folder-view', 'copies')
  )
    .find({ mailbox: mailbox.mailbox }, { sort: { [field]: direction, _id: direction } })
    .toArray();
  expect(found).toEqual(list.map(({ _id }) => _id).filter((id) => found.includes(id)));
}

describe('a search of a random mailbox (C5)', () => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await openTestDatabases();
    const store = databases.database('read-models');
    for (const projection of [folderView, search]) {
      await createIndexes(collectionsOf(store, { projection, number: 1 }), projection);
    }
  });
  afterAll(() => databases.close());

  const check = (page: Search) =>
    fc.assert(
      fc.asyncProperty(anyCase, (one) => findsWhatTheOracleFinds(databases, page, one)),
      { numRuns: 150, endOnFailure: true },
    );

  it('finds what a look at every message finds, in order, whatever arrives between the pages', async () => {
    await check((real, query) => real.page(query));
  }, 60_000);

  it('would be caught losing the last of a page, or telling a total too high', async () => {
    const loses: Search = async (real, query) => {
      const found = await real.page(query);
      return found.ids.length > 1 ? { ...found, ids: found.ids.slice(0, -1) } : found;
    };
    const tellsMore: Search = async (real, query) => {
      const found = await real.page(query);
      return { ...found, total: found.total && found.total + 1 };
    };
    await expect(check(loses)).rejects.toThrow();
    await expect(check(tellsMore)).rejects.toThrow();
  });
});
