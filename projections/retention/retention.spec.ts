import { describe, it } from 'vitest';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { expiresAt, sent } from '../../test/harness/sealed-message.js';
import { retention } from './retention.projection.js';

const due = projectionSpec(retention);

describe('retention (R1)', () => {
  it('says of every sealed message when it must be gone', () => {
    due.given(on('message-m1', ...sent())).then({ 'due/m1': { message: 'm1', expiresAt } });
  });

  it('forgets what has expired', () => {
    due
      .given(
        on('message-m1', ...sent(), {
          type: 'MessageExpired',
          data: { reason: 'retention', copies: [], mailboxes: [] },
          private: null,
        }),
      )
      .then({});
  });
});
