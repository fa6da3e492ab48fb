import { describe, it } from 'vitest';
import {
  draftDiscarded,
  draftExpired,
  draftSaved,
  draftSent,
  draftShreddedEvent,
} from '../../test/harness/draft-events.js';
import { on, projectionSpec } from '../../test/harness/projection-spec.js';
import { folderView } from './folder-view.projection.js';

const view = projectionSpec(folderView);
const counted = (total: number) => ({ 'folders/antoine/drafts': { total, unread: 0 } });

describe('folder view: « Brouillons » (D7)', () => {
  it('counts a draft once, however often it is saved', () => {
    view
      .given(on('draft-d1', draftSaved(), draftSaved({ first: false })), on('draft-d2', draftSaved()))
      .thenMatching(counted(2));
  });

  it.each([draftDiscarded, draftSent, draftExpired])('counts it no more once it has ended: $type', (end) => {
    view.given(on('draft-d1', draftSaved(), end, draftShreddedEvent)).thenMatching(counted(0));
  });
});
