import { expect, it } from 'vitest';
import { foldLog, livingDocuments } from '../../test/harness/fold-log.js';
import { claire, history, moved, released, taken } from '../../test/harness/message-history.js';
import { on, projectionSpec, recorded } from '../../test/harness/projection-spec.js';
import { folderView } from './folder-view.projection.js';

const view = projectionSpec(folderView);
const takenBy = { person: 'p-claire', name: 'Claire Pradel', since: '2026-01-01T08:00:00.000Z' };

it('a copy says who has taken it in charge, wherever it lies, and without the name once that is gone (S13)', () => {
  const given = view.given(on('message-m1', ...history(taken(), moved('f1'))));
  given.thenMatching({ 'copies/claire/m1': { folder: 'f1', takenBy } });
  given.thenWithoutTexts({ 'copies/claire/m1': { takenBy: { ...takenBy, name: '' } } });
});

it('by the person’s name, where the account is not theirs alone (S13)', () => {
  const by = { address: 's@chu.fr', name: 'Secrétariat', person: 'Julie Martin' };
  view
    .given(on('message-m1', ...history(taken({ ...claire, by }))))
    .thenMatching({ 'copies/claire/m1': { takenBy: { ...takenBy, name: 'Julie Martin' } } });
});

it('and nobody any more once that is ended; no other mailbox’s copy ever does (S13)', () => {
  const documents = livingDocuments(
    foldLog(folderView, recorded(on('message-m1', ...history(taken(), released())))),
  );
  for (const copy of ['claire', 'antoine']) {
    expect(documents[`copies/${copy}/m1`]).not.toHaveProperty('takenBy');
  }
  view.given(on('message-m1', ...history(taken(), released()))).thenMatching({ 'copies/claire/m1': {} });
});
