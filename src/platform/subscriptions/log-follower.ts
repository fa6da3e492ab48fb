import { type FactoryProvider } from '@nestjs/common';
import { Config } from '../config/config.js';
import { EVENT_STORE, type EventStore } from '../event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from '../events/event-codec.js';
import { RANDOMNESS, type Randomness } from '../randomness/randomness.js';
import { CLOCK, type Clock, SystemClock } from '../time/clock.js';

/** What every engine needs that follows the log in this process: that of projections, that of policies. */
export interface LogFollower {
  readonly events: EventStore;
  readonly codec: EventCodec;
  /** The machine's own clock, without the service's offset: leases and tombstones are about machines. */
  readonly clock: Clock;
  /** The clock of the events' `recordedAt`: an embedded event store writes the service's own. */
  readonly logClock: Clock;
  /** Unlike that of any other process. */
  readonly owner: string;
  /** This process holds `DATA_DIR`: nobody else writes what follows, and leases are taken over at once. */
  readonly exclusive: boolean;
  /** Ends the process. */
  readonly exit: () => void;
}

/** Nest's injection token of the {@link LogFollower}. */
export const LOG_FOLLOWER = Symbol('LogFollower');

/** For the module of an engine: one of its own. Needs the platform. */
export const logFollower: FactoryProvider<LogFollower> = {
  provide: LOG_FOLLOWER,
  useFactory: (
    events: EventStore,
    codec: EventCodec,
    config: Config,
    clock: Clock,
    randomness: Randomness,
  ): LogFollower => ({
    events,
    codec,
    clock: new SystemClock(),
    logClock: config.eventStoreUrl === null ? clock : new SystemClock(),
    owner: randomness.uuid(),
    // Embedded documents are in DATA_DIR, which this process holds.
    exclusive: config.mongodbUrl === null,
    exit: () => process.exit(1),
  }),
  inject: [EVENT_STORE, EVENT_CODEC, Config, CLOCK, RANDOMNESS],
};
