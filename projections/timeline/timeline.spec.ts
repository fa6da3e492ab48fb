import { describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import {
  deleted,
  exported,
  gone,
  history,
  moved,
  opened,
  released,
  restored,
  taken,
  unread,
} from '../../test/harness/message-history.js';
import { foldLog } from '../../test/harness/fold-log.js';
import { on, projectionSpec, recorded } from '../../test/harness/projection-spec.js';
import { by, sealedMessage, sent } from '../../test/harness/sealed-message.js';
import { timeline } from './timeline.projection.js';

const timelines = projectionSpec(timeline);
const m1 = (...events: readonly AnyEvent[]) => on('message-m1', ...events);
const at = '2026-01-01T08:00:00.000Z';
const antoine = { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf' };

describe('timeline', () => {
  it('tells every holder of sealing, sending, delivery and opening, in the order of the log', () => {
    timelines.given(m1(...history(opened()))).then({
      'timelines/m1': {
        message: 'm1',
        entries: [
          { id: 'e1', type: 'sealed', by: antoine, at, order: 'p0001' },
          { id: 'e2', type: 'sent', by: antoine, at, order: 'p0002' },
          { id: 'e3', type: 'delivered', mailbox: 'claire', at, order: 'p0003' },
          { id: 'e4', type: 'opened', by, at, order: 'p0004' },
        ],
      },
    });
  });

  it('keeps what happens in one mailbox for that mailbox, and tells all of a copy deleted for good', () => {
    const events = history(
      moved('f1'),
      opened(),
      unread(),
      exported(),
      deleted(),
      restored(),
      taken(),
      released(),
      deleted(),
      gone(),
    );
    const types = (...names: string[]) => ({ entries: names.map((type) => ({ type, by })) });
    timelines.given(m1(...events)).thenMatching({
      'timelines/m1@claire': types(
        'moved',
        'unread',
        'exported',
        'deleted',
        'restored',
        'taken',
        'released',
        'deleted',
      ),
    });
    timelines.given(m1(...events.filter(({ type }) => type === 'MessageDeletedForever'))).thenMatching({
      'timelines/m1': types('deleted-forever'),
    });
  });

  it('never names a folder', () => {
    const log = foldLog(timeline, recorded(m1(...history(moved('f1')))));
    expect(JSON.stringify([...log])).not.toMatch(/inbox|f1/);
  });

  it('says what happened, and no longer by whom, once the key is destroyed', () => {
    timelines.given(m1(sent()[0]!)).thenWithoutTexts({
      'timelines/m1': { entries: [{ id: 'e1', type: 'sealed', at, order: 'p0001' }] },
    });
  });

  it('tells that the service wrote a message for the account (S10)', () => {
    const { sealed } = sealedMessage();
    timelines.given(m1(...sent({ sealed: { ...sealed, automatic: true } }))).thenMatching({
      'timelines/m1': {
        entries: [
          { type: 'sealed', automatic: true },
          { type: 'sent', automatic: true },
          { type: 'delivered' },
        ],
      },
    });
  });

  it('ends in every mailbox with the message', () => {
    const end: AnyEvent = {
      type: 'MessageExpired',
      data: { reason: 'retention', copies: [], mailboxes: ['antoine', 'claire'] },
      private: null,
    };
    timelines.given(m1(...history(moved('f1')), end)).then({});
  });
});
