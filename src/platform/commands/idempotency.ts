import { createHash } from 'node:crypto';
import { setTimeout as timer } from 'node:timers/promises';
import { type JsonObject } from '../../contracts/json.js';
import { AppendOutcomeUnknown } from '../event-store/event-store.errors.js';
import { BulkWriteFailed, DuplicateKey } from '../documents/documents.errors.js';
import { type Document, type Documents, type DocumentStore, type IndexSpec } from '../documents/documents.js';
import { deterministicUuid, type Randomness } from '../randomness/randomness.js';
import { type Clock } from '../time/clock.js';
import { IdempotencyConflict, IdempotencyInProgress } from './idempotency.errors.js';

/** Whose key it is, and where: the same key elsewhere is another. */
export interface IdempotencyScope {
  readonly person: string;
  readonly mailbox: string;
  /** Method and route pattern: `POST /mailboxes/:m/messages`. */
  readonly route: string;
  /** The client's `Idempotency-Key`. */
  readonly key: string;
}

/** Ids only: what a command answers (`{ id, stream, revision }`), never what it was given. */
export type StoredAnswer = JsonObject;

export interface IdempotencyParts {
  /** Database `idempotency`. */
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** An answer is kept this long. */
const KEPT_MS = 24 * 3_600_000;
/** A claim whose holder has not answered by then may be taken over: the operation's ids keep it one operation. */
const CLAIM_MS = 5_000;
const POLL_MS = 50;
/** How long the second of two waits for the first; longer than a claim, so that it can take over. */
const WAIT_MS = 8_000;

interface Claim extends Document {
  readonly body: string;
  readonly holder: string;
  /** ISO 8601; until then the holder is believed to be at it. */
  readonly claimedUntil: string;
  readonly expiresAt: string;
  readonly answer: StoredAnswer | null;
}

const indexes: readonly IndexSpec[] = [
  { name: 'expiresAt', key: { expiresAt: 1 }, why: 'the removal of records that are a day old' },
];

/**
 * What the ids of everything that the operation writes are derived from ({@link CommandContext.operation}): another
 * body under the same key never finds what the first one wrote.
 */
export function operationOf({ person, mailbox, route, key }: IdempotencyScope, bodyHash: string): string {
  return deterministicUuid('operation', person, mailbox, route, key, bodyHash);
}

function claimIdOf({ person, mailbox, route, key }: IdempotencyScope): string {
  const scope = deterministicUuid('claim', person, mailbox, route, key);
  return createHash('sha256').update(scope).digest('base64url');
}

/**
 * The same key and body: the same answer, once, over processes, crashes and concurrent calls, for a day. What is
 * running is claimed by a record; whoever comes second waits for its answer. A claim that its holder never ended
 * is taken over, and running again finds what the first run left by the ids that both derive from key and body.
 */
export class IdempotencyStore {
  private readonly claims: Documents<Claim>;
  private readonly sleep: (milliseconds: number) => Promise<unknown>;

  constructor(private readonly parts: IdempotencyParts) {
    this.claims = parts.documents.collection<Claim>('claims');
    this.sleep = parts.sleep ?? timer;
  }

  async open(): Promise<void> {
    await this.claims.createIndexes(indexes);
  }

  /**
   * @param bodyHash SHA-256 of the canonical request body
   * @param run what answers the first time; when it throws nothing is kept, and the key may be used again. Only
   *   after an AppendOutcomeUnknown the key stays bound to its body: the same request again tells what came of it
   * @throws IdempotencyConflict the key was used with another body
   * @throws IdempotencyInProgress the first call is still running
   */
  async once(
    scope: IdempotencyScope,
    bodyHash: string,
    run: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const id = claimIdOf(scope);
    // A keyed request never stores the body's plain hash: a short text could be guessed from it.
    const body = createHash('sha256').update(`${scope.key}\0${bodyHash}`).digest('base64url');
    for (let waited = 0; waited <= WAIT_MS; waited += POLL_MS) {
      const holder = this.parts.randomness.uuid();
      const held = await this.claim(id, body, holder);
      if (held === undefined) return this.runClaimed(id, holder, run);
      if (held.body !== body) throw new IdempotencyConflict();
      if (held.answer !== null) return held.answer;
      await this.sleep(POLL_MS);
    }
    throw new IdempotencyInProgress();
  }

  /** Whether {@link once} would answer what was answered before, or refuse another body: it would run nothing. */
  async isAnswered(scope: IdempotencyScope): Promise<boolean> {
    const held = await this.claims.findOne({ _id: claimIdOf(scope) });
    return held !== null && held.answer !== null && !this.isOver(held);
  }

  /** Removes what is older than a day; the sweeper calls it. */
  async purge(): Promise<number> {
    const filter = { expiresAt: { $lte: this.now() } };
    const { deletedCount } = await this.claims.bulkWrite([{ deleteMany: { filter } }]);
    return deletedCount;
  }

  /** @returns undefined where the claim is now ours, else the record that stands */
  private async claim(id: string, body: string, holder: string): Promise<Claim | undefined> {
    const claim: Claim = {
      _id: id,
      body,
      holder,
      claimedUntil: this.now(CLAIM_MS),
      expiresAt: this.now(KEPT_MS),
      answer: null,
    };
    const held = await this.claims.findOne({ _id: id });
    if (held === null) return (await this.inserted(claim)) ? undefined : this.standing(id, claim);
    return this.isOver(held) && (await this.replaced(held, claim)) ? undefined : held;
  }

  private async inserted(claim: Claim): Promise<boolean> {
    try {
      await this.claims.bulkWrite([{ insertOne: { document: claim } }]);
      return true;
    } catch (error) {
      const cause = error instanceof BulkWriteFailed ? error.failures[0]?.error : error;
      if (cause instanceof DuplicateKey) return false;
      throw error;
    }
  }

  /** Between a refused insertion and this look the record may have gone: then it is as if it still ran. */
  private async standing(id: string, ours: Claim): Promise<Claim> {
    return (await this.claims.findOne({ _id: id })) ?? ours;
  }

  private isOver(held: Claim): boolean {
    const now = this.now();
    return held.expiresAt <= now || (held.answer === null && held.claimedUntil <= now);
  }

  private async replaced(held: Claim, claim: Claim): Promise<boolean> {
    // Another body than the one that was cut short is another request: it must not take its place.
    if (held.body !== claim.body && held.expiresAt > this.now()) return false;
    const filter = { _id: held._id, holder: held.holder };
    const result = await this.claims.bulkWrite([{ replaceOne: { filter, replacement: claim } }]);
    return result.matchedCount === 1;
  }

  private async runClaimed(
    id: string,
    holder: string,
    run: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const filter = { _id: id, holder };
    let answer: StoredAnswer;
    try {
      answer = await run();
    } catch (error) {
      const unknown = error instanceof AppendOutcomeUnknown;
      const end = { updateOne: { filter, update: { $set: { claimedUntil: this.now() } } } };
      await this.claims.bulkWrite([unknown ? end : { deleteOne: { filter } }]);
      throw error;
    }
    await this.claims.bulkWrite([{ updateOne: { filter, update: { $set: { answer } } } }]);
    return answer;
  }

  private now(later = 0): string {
    return new Date(this.parts.clock.now().getTime() + later).toISOString();
  }
}

/** Nest's injection token of the {@link IdempotencyStore}. */
export const IDEMPOTENCY = Symbol('IdempotencyStore');
