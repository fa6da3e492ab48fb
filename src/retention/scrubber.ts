import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DATABASES, type DatabaseName, type Databases } from '../platform/documents/documents.js';
import { type After, READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';

/** By type, so that a database that comes later is not forgotten. */
const databases: Readonly<Record<DatabaseName, true>> = {
  'read-models': true,
  content: true,
  'day-keys': true,
  sessions: true,
  idempotency: true,
  policies: true,
};
const DATABASE_NAMES = Object.keys(databases) as readonly DatabaseName[];
/** How long read models are waited for that have what has ended still; after that it is the next round's. */
const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Makes what was deleted unreadable in the engines' files: an end is complete only then (R1). */
@Injectable()
export class Scrubber {
  private readonly logger = new Logger('scrubber');

  constructor(
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  /**
   * In every round, whether something ended or not: what a rebuild still had, or a user deleted, is gone within a
   * minute, too. One database that is in use does not keep the others.
   *
   * @param ended the last events whose documents must be gone before
   */
  async scrub(signal: AbortSignal, ended: readonly After[]): Promise<void> {
    for (const event of ended) await this.folded(event, signal);
    for (const name of DATABASE_NAMES) {
      try {
        await this.databases.database(name).scrub();
      } catch (error) {
        this.logger.warn(`${name}: ${error instanceof Error ? error.name : 'unknown error'}`);
      }
    }
  }

  private async folded(ended: After, signal: AbortSignal): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS && !signal.aborted; waited += POLL_MS) {
      if (await this.readModels.foldedEverywhere(ended)) return;
      await pause(POLL_MS);
    }
  }
}
