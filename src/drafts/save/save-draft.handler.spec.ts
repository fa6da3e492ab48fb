import { describe, expect, it, vi } from 'vitest';
import { noMailbox } from '../../accounts/mailbox.state.js';
import { type Acting } from '../../accounts/index.js';
import { type Aggregates } from '../../platform/commands/aggregates.js';
import { type ReadModels } from '../../platform/read-models/read-models.js';
import { type DraftDiscard } from '../acting/draft-discard.js';
import { type DraftSaving } from '../acting/draft-saving.js';
import { SaveDraftCommand } from './save-draft.command.js';
import { SaveDraftHandler } from './save-draft.handler.js';

const context = {
  actor: 'p-antoine',
  mailbox: 'antoine',
  correlationId: 'c',
  causationId: 'c',
  operation: 'o',
};
const fields = { to: [], cc: [], subject: 'Objet', html: '' };
const answer = { id: 'd1', stream: 'draft-d1', revision: 0 };

/** A mailbox that has so many drafts. */
function handlerWith(drafts: number) {
  const saving = {
    create: vi.fn(() => Promise.resolve(answer)),
    save: vi.fn(() => Promise.resolve(answer)),
  };
  const countDocuments = (_filter: object, { limit }: { limit: number }) =>
    Promise.resolve(Math.min(drafts, limit));
  const handler = new SaveDraftHandler(
    {} as Aggregates,
    { collection: () => Promise.resolve({ countDocuments }) } as unknown as ReadModels,
    { actor: () => Promise.resolve({ mailbox: 'antoine', state: noMailbox }) } as unknown as Acting,
    saving as unknown as DraftSaving,
    {} as unknown as DraftDiscard,
  );
  return { handler, saving };
}

describe('the drafts of a mailbox', () => {
  it('are 1,000 at most: too-many-drafts', async () => {
    const { handler, saving } = handlerWith(1_000);
    await expect(handler.execute(new SaveDraftCommand(context, fields))).rejects.toMatchObject({
      code: 'too-many-drafts',
    });
    expect(saving.create).not.toHaveBeenCalled();
    expect(await handlerWith(999).handler.execute(new SaveDraftCommand(context, fields))).toMatchObject(
      answer,
    );
  });

  it('that there are can be saved again all the same', async () => {
    const { handler } = handlerWith(1_000);
    expect(await handler.execute(new SaveDraftCommand(context, fields, 'd1'))).toMatchObject(answer);
  });
});
