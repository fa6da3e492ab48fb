import { type DynamicModule, Global, Logger, Module } from '@nestjs/common';
import { DATABASES, type Databases } from '../src/platform/documents/documents.js';
import { Metrics } from '../src/platform/observability/metrics.js';
import { READ_MODELS } from '../src/platform/read-models/read-models.js';
import { LOG_FOLLOWER, type LogFollower, logFollower } from '../src/platform/subscriptions/log-follower.js';
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
        logFollower,
        {
          provide: ProjectionEngine,
          useFactory: newEngine,
          inject: [LOG_FOLLOWER, DATABASES, Metrics],
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

function newEngine(follower: LogFollower, databases: Databases, metrics: Metrics): ProjectionEngine {
  return new ProjectionEngine({
    ...follower,
    projections: allProjections,
    store: databases.database('read-models'),
    settings: defaultSettings,
    metrics: new EngineMetrics(metrics.registry),
    log: new Logger('projections'),
  });
}
