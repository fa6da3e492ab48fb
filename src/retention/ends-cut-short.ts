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

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly messages: MessageEnd,
    private readonly drafts: DraftEnd,
  ) {}

  async finish(signal: AbortSignal): Promise<void> {
    for (const { message } of await this.ended<DueDocument>('due')) {
      await this.one(signal, (context) => this.messages.carryOut(context, message));
    }
    for (const { draft } of await this.ended<DueDraftDocument>('drafts')) {
      await this.one(signal, (context) => this.drafts.carryOut(context, draft));
    }
  }

  private async ended<T extends object>(name: string): Promise<(T & ProjectedDocument)[]> {
    const endedBefore = new Date(this.clock.now().getTime() - HANDLERS_OWN_MS).toISOString();
    const documents = await this.readModels.collection<T>('retention', name);
    const filter = { endedAt: { $lte: endedBefore } };
    return documents.find(filter, { sort: { endedAt: 1 }, limit: BATCH }).toArray();
  }

  /** One that fails does not keep the others. */
  private async one(signal: AbortSignal, finish: (context: CommandContext) => Promise<unknown>) {
    if (signal.aborted) return;
    try {
      await finish(serviceContext(this.randomness));
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.name : 'unknown error');
    }
  }
}
