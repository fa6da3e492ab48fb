import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { CommandLine } from '../src/platform/management/command-line.js';
import { ReadinessChecks } from '../src/platform/management/readiness.js';
import { rebuild, replayParked, status } from './cli/projection-commands.js';
import { ProjectionEngine } from './engine/engine.js';

/** Nest's injection token: whether this process runs the projections, or only reads what they write. */
export const RUN_PROJECTIONS = Symbol('RunProjections');

/** Runs the projections as long as the service, and adds what operators ask for. */
@Injectable()
export class ProjectionsService implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly engine: ProjectionEngine,
    @Inject(RUN_PROJECTIONS) private readonly run: boolean,
    private readonly readiness: ReadinessChecks,
    private readonly commands: CommandLine,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.engine.markStart();
    this.readiness.add({ name: 'projections', ready: () => this.engine.ready() });
    this.commands.add('projections status', () => status(this.engine));
    this.commands.add('projections rebuild', ([name]) => rebuild(this.engine, name));
    this.commands.add('projections replay-parked', ([name]) => replayParked(this.engine, name));
  }

  onApplicationBootstrap(): void {
    if (this.run) this.engine.start();
  }

  /** After the last request, which may wait for them. */
  async onApplicationShutdown(): Promise<void> {
    await this.engine.stop();
  }
}
