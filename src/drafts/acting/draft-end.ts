import { Inject, Injectable } from '@nestjs/common';
import { keyOfStream, streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { draftShredded } from '../decide-draft-end.js';
import { draftDecider } from '../draft.decider.js';
import { type DraftState } from '../draft.state.js';

/**
 * What follows the end of a draft: its key is destroyed, and with it what `private` of the events says; its contents
 * go; DraftShredded tells that it is done. May be repeated, and is: by whoever finds a draft whose end was cut short.
 */
@Injectable()
export class DraftEnd {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  /** @returns the stream's revision once its end is complete; a draft that has not ended is left alone */
  async carryOut(context: CommandContext, draft: string): Promise<number> {
    const stream = streams.draft(draft);
    const { state, revision } = await this.aggregates.load(draftDecider, stream);
    if (state.phase !== 'ended') return revision;
    await this.destroy(draft, state);
    // Of its own operation: the command's has appended to this stream already.
    const operation = deterministicUuid('draft-end', draft);
    const done = await this.aggregates.execute(
      draftDecider,
      stream,
      { ...context, operation },
      draftShredded,
    );
    this.aggregates.forget(stream);
    return done.revision;
  }

  /** Of a draft that has ended: its key, and what contents there are of it. */
  async destroy(draft: string, { contents }: DraftState): Promise<void> {
    const stream = streams.draft(draft);
    const { orphans } = await this.keyring.shred([keyOfStream(stream)]);
    this.aggregates.forget(stream);
    // By the events' word too: a run that was cut short may have destroyed the key already.
    const saved = await this.keyring.unreferenced(contents);
    await this.contents.delete([...new Set([...orphans, ...saved])]);
  }
}
