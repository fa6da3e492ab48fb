import { expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { foldLog, livingDocuments } from '../../test/harness/fold-log.js';
import { granted } from '../../test/harness/mailbox-events.js';
import { on, projectionSpec, recorded } from '../../test/harness/projection-spec.js';
import { KEPT_CHANGES } from './access-changes.js';
import { settings } from './settings.projection.js';

const withdrawn: AnyEvent = {
  type: 'AccessWithdrawn',
  data: { grant: 'g-p1', person: 'p1' },
  private: null,
};
const at = '2026-01-01T08:00:00.000Z';

it('who got, and who lost, the use of an account is told in order, of each account apart (S13)', () => {
  projectionSpec(settings)
    .given(on('mailbox-a', granted('p1'), withdrawn), on('mailbox-b', granted('p2')))
    .then({
      'access/a': {
        changes: [
          { id: 'e1', kind: 'granted', person: 'p1', at },
          { id: 'e2', kind: 'withdrawn', person: 'p1', at },
        ],
      },
      'access/b': { changes: [{ id: 'e3', kind: 'granted', person: 'p2', at }] },
    });
});

it('of many changes the newest are kept (S13)', () => {
  const many = Array.from({ length: KEPT_CHANGES + 5 }, (_, n) => granted(`p${n}`));
  const documents = livingDocuments(foldLog(settings, recorded(on('mailbox-a', ...many))));
  const { changes } = documents['access/a'] as { changes: { person: string }[] };
  expect(changes).toHaveLength(KEPT_CHANGES);
  expect([changes[0]?.person, changes.at(-1)?.person]).toEqual(['p5', `p${KEPT_CHANGES + 4}`]);
});
