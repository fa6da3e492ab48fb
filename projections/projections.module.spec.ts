import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, openWorld, silent, type World } from '../test/harness/projection-world.js';
import { plainCodec } from '../test/harness/memory-event-store.js';
import { sent } from '../test/harness/sealed-message.js';
import { Config } from '../src/platform/config/config.js';
import { DATABASES } from '../src/platform/documents/documents.js';
import { EVENT_STORE } from '../src/platform/event-store/event-store.js';
import { EVENT_CODEC } from '../src/platform/events/event-codec.js';
import { CommandLine } from '../src/platform/management/command-line.js';
import { ReadinessChecks } from '../src/platform/management/readiness.js';
import { Metrics } from '../src/platform/observability/metrics.js';
import { RANDOMNESS, SystemRandomness } from '../src/platform/randomness/randomness.js';
import { READ_MODELS, type ReadModels } from '../src/platform/read-models/read-models.js';
import { CLOCK, SystemClock } from '../src/platform/time/clock.js';
import { allProjections } from './all-projections.js';
import { folderView } from './folder-view/folder-view.projection.js';
import { ProjectionsModule } from './projections.module.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function platform() {
  const providers = [
    { provide: EVENT_STORE, useValue: world.events },
    { provide: EVENT_CODEC, useValue: plainCodec },
    { provide: DATABASES, useValue: { database: () => world.store } },
    { provide: Config, useValue: { eventStoreUrl: null, mongodbUrl: null } },
    { provide: CLOCK, useValue: new SystemClock() },
    { provide: RANDOMNESS, useClass: SystemRandomness },
    Metrics,
    CommandLine,
    ReadinessChecks,
  ];
  @Global()
  @Module({ providers, exports: providers.map((one) => ('provide' in one ? one.provide : one)) })
  class Platform {}
  return Platform;
}

async function open(run: boolean) {
  const builder = Test.createTestingModule({ imports: [platform(), ProjectionsModule.forRoot({ run })] });
  const module = await builder.setLogger({ ...silent, debug: silent.log }).compile();
  return module.init();
}

it('runs every projection, and tells readiness, commands and metrics', async () => {
  const { stream, revision } = await world.append('message-m1', ...sent());
  const app = await open(true);
  try {
    const readModels = app.get<ReadModels>(READ_MODELS);
    const names = allProjections.map(({ name }) => name);
    expect(await readModels.caughtUpWith({ stream, revision }, names)).toBe(true);
    await eventually(async () => (await app.get(ReadinessChecks).run()).ready);
    const status = await app.get(CommandLine).run('projections status', []);
    expect(status?.lines).toHaveLength(names.length);
    const rebuild = await app.get(CommandLine).run('projections rebuild', ['retention']);
    expect(rebuild).toEqual({
      exitCode: 0,
      lines: ['retention: generation 2 answers (1 documents compared, 0 differ)'],
    });
    expect(await app.get(CommandLine).run('projections rebuild', ['nothing'])).toMatchObject({ exitCode: 2 });
    expect(await app.get(CommandLine).run('projections replay-parked', ['timeline'])).toEqual({
      exitCode: 0,
      lines: ['timeline: 0 streams parked'],
    });
    const metrics = await app.get(Metrics).registry.metrics();
    expect(metrics).toMatch(/medimail_projection_lag_seconds\{projection="timeline"\} 0/);
    expect(metrics).toMatch(
      /medimail_projection_events_total\{projection="timeline",type="MessageSealed"\} 1/,
    );
  } finally {
    await app.close();
  }
});

it('without the role reads what others write, and rebuilds on its own where nobody runs', async () => {
  await world.append('message-m1', ...sent());
  const app = await open(false);
  try {
    expect((await app.get(ReadinessChecks).run()).ready).toBe(false);
    const rebuild = await app.get(CommandLine).run('projections rebuild', ['folder-view']);
    expect(rebuild?.lines[0]).toMatch(/^folder-view: generation 2 answers/);
    const status = await app.get(CommandLine).run('projections status', []);
    expect(status?.lines[0]).toContain(`folder-view, version ${folderView.version}, generation 2, `);
  } finally {
    await app.close();
  }
});
