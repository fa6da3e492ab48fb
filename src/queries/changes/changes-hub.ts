import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type AnyEvent } from '../../contracts/events/registry.js';
import { pause } from '../../platform/concurrency/waiting.js';
import { EVENT_CODEC, UndecodableEvent, type EventCodec } from '../../platform/events/event-codec.js';
import {
  EVENT_STORE,
  type EventStore,
  type Position,
  type StoredEvent,
} from '../../platform/event-store/event-store.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { ChangeRing, type NumberedChange } from './change-ring.js';
import { changesOf } from './mailbox-change.js';

/** Of all mailboxes together, for readers that come back. */
const REMEMBERED_CHANGES = 10_000;
const RESTART_DELAY_MS = 1_000;
/** The projections that show what changes in streams of this prefix: folders and lists show some of all. */
const SHOWN = [
  { prefix: '', by: ['folder-view'] },
  { prefix: 'draft-', by: ['drafts'] },
  { prefix: 'mailbox-', by: ['accounts', 'settings'] },
] as const;
/** Waits for the list before a change is told all the same; one takes up to two seconds. */
const PATIENCE = 15;

/**
 * One subscription a process, from which every reader of server-sent changes is served. A change is told once the
 * list shows it, so that a reader who looks at once sees it.
 */
@Injectable()
export class ChangesHub implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChangesHub.name);
  private readonly live = new Subject<NumberedChange>();
  private readonly stop = new AbortController();
  private ring = new ChangeRing('', REMEMBERED_CHANGES);
  /** The last event told; undefined before the first of an empty log. */
  private told: Position | undefined;
  private listIsLate = false;
  private following: Promise<void> = Promise.resolve();

  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(EVENT_CODEC) private readonly codec: EventCodec,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const start = await this.events.head();
    this.ring = new ChangeRing(start ?? '', REMEMBERED_CHANGES);
    this.following = this.follow(start);
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    // At once: streams would hold the HTTP server open.
    this.live.complete();
    await this.following;
  }

  /**
   * The changes of a mailbox from now on, after what was missed since `lastId`.
   *
   * @returns `reset` first, where what was missed is no longer known
   */
  watch(mailbox: string, lastId?: string): Observable<NumberedChange | 'reset'> {
    return new Observable((reader) => {
      const missed = lastId === undefined ? [] : this.ring.since(lastId, mailbox);
      if (missed === undefined) reader.next('reset');
      else for (const change of missed) reader.next(change);
      return this.live.subscribe({
        next: (change) => {
          if (change.mailbox === mailbox) reader.next(change);
        },
        complete: () => reader.complete(),
      });
    });
  }

  private async follow(start: Position | undefined): Promise<void> {
    this.told = start;
    while (!this.stop.signal.aborted) {
      try {
        await this.followSubscription();
      } catch (error) {
        this.logger.warn(`changes are told again in ${RESTART_DELAY_MS} ms: ${nameOf(error)}`);
        await pause(RESTART_DELAY_MS, this.stop.signal);
      }
    }
  }

  private async followSubscription(): Promise<void> {
    const { told: after, stop } = this;
    const options = {
      prefixes: ['message-', 'draft-', 'mailbox-'],
      signal: stop.signal,
      ...(after && { after }),
    };
    for await (const item of this.events.subscribe(options)) {
      if (item.kind !== 'events') continue;
      await this.tell(item.events);
      this.told = item.events.at(-1)?.position ?? this.told;
    }
    // Followed again at once, a store that ends each subscription would be asked without a pause.
    if (!stop.signal.aborted) throw new Error('the subscription ended by itself');
  }

  private async tell(stored: readonly StoredEvent[]): Promise<void> {
    await this.untilShown(stored);
    for (const event of await this.codec.decode(stored)) {
      // What the projections park, nobody sees changing either.
      if (event instanceof UndecodableEvent) continue;
      this.tellOne(event as RecordedEvent<AnyEvent>);
    }
  }

  /** A list that is late was waited for long enough once: until it has caught up, what comes is told sooner. */
  private async untilShown(stored: readonly StoredEvent[]): Promise<void> {
    const waits = this.listIsLate ? 1 : PATIENCE;
    for (let wait = 0; wait < waits && !this.stop.signal.aborted; wait++) {
      if (await this.isShown(stored)) {
        this.listIsLate = false;
        return;
      }
    }
    if (!this.listIsLate) this.logger.warn('changes are told that the lists do not show yet');
    this.listIsLate = true;
  }

  private async isShown(stored: readonly StoredEvent[]): Promise<boolean> {
    for (const { prefix, by } of SHOWN) {
      const last = stored.findLast(({ stream }) => stream.startsWith(prefix));
      if (last !== undefined && !(await this.readModels.caughtUpWith(last, by))) return false;
    }
    return true;
  }

  private tellOne(event: RecordedEvent<AnyEvent>): void {
    changesOf(event).forEach((change, index) => {
      const numbered = { ...change, id: `${event.position}.${String(index).padStart(4, '0')}` };
      this.ring.add(numbered);
      this.live.next(numbered);
    });
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');
