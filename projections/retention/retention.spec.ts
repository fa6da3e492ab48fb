import { describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { expiresAt, sent } from '../../test/harness/sealed-message.js';
import { retention } from './retention.projection.js';

const due = projectionSpec(retention);

describe('retention (R1)', () => {
  it('says of every sealed message when it must be gone', () => {
    due.given(on('message-m1', ...sent())).then({ 'due/m1': { message: 'm1', expiresAt } });
  });

  const expired: AnyEvent = {
    type: 'MessageExpired',
    data: { reason: 'retention', copies: [], mailboxes: [] },
    private: null,
  };
  const shredded: AnyEvent = { type: 'MessageShredded', data: {}, private: null };

  it('keeps what has ended while key and contents may be there still, and says since when', () => {
    due
      .given(on('message-m1', ...sent(), expired))
      .then({ 'due/m1': { message: 'm1', expiresAt, endedAt: expect.any(String) } });
  });

  it('forgets what is destroyed', () => {
    due.given(on('message-m1', ...sent(), expired, shredded)).then({});
  });
});
