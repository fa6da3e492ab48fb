import { Inject, Injectable, Logger } from '@nestjs/common';
import { type DueDocument, type DueDraftDocument } from '../contracts/documents/retention.documents.js';
import { DraftEnd } from '../drafts/index.js';
import { MessageEnd } from '../messages/index.js';
import { type CommandContext } from '../platform/commands/aggregates.js';
import { RANDOMNESS, type Randomness } from '../platform/randomness/randomness.js';
import { type ProjectedDocument, READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { serviceContext } from './service-context.js';

/** A handler that is at it is left to it. */
const HANDLERS_OWN_MS = 60_000;
/** Of one kind, in one round. */
const BATCH = 500;

/** Ends whose event is there and whose key or contents may be there still: a crash or an outage came between. */
@Injectable()
export class EndsCutShort {
  private readonly logger = new Logger('ends');
  /** How many of the oldest failed in the rounds before: this one begins after them, until all had their turn. */
  private readonly passed = new Map<'due' | 'drafts', number>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly messages: MessageEnd,
    private readonly drafts: DraftEnd,
  ) {}

  async finish(signal: AbortSignal): Promise<void> {
    await this.all('due', signal, (context, message) => this.messages.carryOut(context, message));
    await this.all('drafts', signal, (context, draft) => this.drafts.carryOut(context, draft));
  }

  private async all(
    name: 'due' | 'drafts',
    signal: AbortSignal,
    finish: (context: CommandContext, id: string) => Promise<unknown>,
  ): Promise<void> {
    const passed = this.passed.get(name) ?? 0;
    const found = await this.ended(name, passed);
    let failed = 0;
    for (const { _id } of found) {
      if (signal.aborted) return;
      try {
        await finish(serviceContext(this.randomness), _id);
      } catch (error) {
        failed += 1;
        this.logger.warn(error instanceof Error ? error.name : 'unknown error');
      }
    }
    this.passed.set(name, found.length < BATCH ? 0 : passed + failed);
  }

  private async ended(name: string, skip: number): Promise<ProjectedDocument[]> {
    const endedBefore = new Date(this.clock.now().getTime() - HANDLERS_OWN_MS).toISOString();
    const documents = await this.readModels.collection<DueDocument | DueDraftDocument>('retention', name);
    const filter = { endedAt: { $lte: endedBefore } };
    return documents.find(filter, { sort: { endedAt: 1 }, skip, limit: BATCH }).toArray();
  }
}
