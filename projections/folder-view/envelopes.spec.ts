import { it } from 'vitest';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { sealedMessage, sent } from '../../test/harness/sealed-message.js';
import { folderView } from './folder-view.projection.js';

const view = projectionSpec(folderView);
const { sealed } = sealedMessage();

it.each([
  ['the first of one', {}, { replyTo: null }],
  ['an answer', { replyTo: 'm0', references: ['l', 'm0'] }, { replyTo: 'm0', references: ['l', 'm0'] }],
])('the envelope keeps the conversation: %s (D4)', (_, change, expected) => {
  const events = on('message-m1', ...sent({ sealed: { ...sealed, ...change } }));
  view.given(events).thenMatching({ 'envelopes/m1': expected });
});
