import { type DynamicModule, Global, Logger, Module } from '@nestjs/common';
import { Config } from '../src/platform/config/config.js';
import { DATABASES, type Databases } from '../src/platform/documents/documents.js';
import { EVENT_STORE, type EventStore } from '../src/platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from '../src/platform/events/event-codec.js';
import { Metrics } from '../src/platform/observability/metrics.js';
import { RANDOMNESS, type Randomness } from '../src/platform/randomness/randomness.js';
import { READ_MODELS } from '../src/platform/read-models/read-models.js';
import { CLOCK, type Clock, SystemClock } from '../src/platform/time/clock.js';
import { allProjections } from './all-projections.js';
import { EngineMetrics } from './engine/engine-metrics.js';
import { defaultSettings } from './engine/engine-settings.js';
import { ProjectionEngine } from './engine/engine.js';
import { ProjectionsService, RUN_PROJECTIONS } from './projections.service.js';

export interface ProjectionsOptions {
  /** This process has the role `projections`. Without it the read models can still be read. */
  readonly run: boolean;
}

/** Read models for every other module, by the token `READ_MODELS`. Needs the platform and the management port. */
@Global()
@Module({})
export class ProjectionsModule {
  static forRoot({ run }: ProjectionsOptions): DynamicModule {
    return {
      module: ProjectionsModule,
      providers: [
        { provide: RUN_PROJECTIONS, useValue: run },
        {
          provide: ProjectionEngine,
          useFactory: newEngine,
          inject: [EVENT_STORE, EVENT_CODEC, DATABASES, Config, CLOCK, RANDOMNESS, Metrics],
        },
        {
          provide: READ_MODELS,
          useFactory: (engine: ProjectionEngine) => engine.readModels,
          inject: [ProjectionEngine],
        },
        ProjectionsService,
      ],
      exports: [READ_MODELS, ProjectionEngine],
    };
  }
}

// Nest hands out what was injected one by one.
// eslint-disable-next-line max-params
function newEngine(
  events: EventStore,
  codec: EventCodec,
  databases: Databases,
  config: Config,
  clock: Clock,
  randomness: Randomness,
  metrics: Metrics,
): ProjectionEngine {
  return new ProjectionEngine({
    projections: allProjections,
    events,
    codec,
    store: databases.database('read-models'),
    clock: new SystemClock(),
    logClock: config.eventStoreUrl === null ? clock : new SystemClock(),
    owner: randomness.uuid(),
    // Embedded documents are in DATA_DIR, which this process holds.
    exclusive: config.mongodbUrl === null,
    settings: defaultSettings,
    metrics: new EngineMetrics(metrics.registry),
    log: new Logger('projections'),
    exit: () => process.exit(1),
  });
}
