import { Global, Module } from '@nestjs/common';
import { Metrics } from '../observability/metrics.js';
import { CommandLine } from './command-line.js';
import { ManagementServer } from './management-server.js';
import { ReadinessChecks } from './readiness.js';

/** Global: every part may add readiness checks, commands and metrics. Needs the `Config` and the `Randomness`. */
@Global()
@Module({
  providers: [Metrics, ReadinessChecks, CommandLine, ManagementServer],
  exports: [Metrics, ReadinessChecks, CommandLine, ManagementServer],
})
export class ManagementModule {}
