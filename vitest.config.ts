import { defineConfig } from 'vitest/config';

/** One project a kind of test: `npx vitest run --project unit` runs the specs that stand beside the code. */
const suite = (name: string, include: string[], options: Record<string, unknown> = {}) => ({
  test: { name, include, environment: 'node', testTimeout: 20_000, hookTimeout: 120_000, ...options },
});

/** Files run in one process after the other: modules, and servers that tests lend each other, are loaded once. */
const shared = { isolate: false };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      suite('unit', ['src/**/*.spec.ts', 'projections/**/*.spec.ts'], shared),
      suite('architecture', ['test/architecture/*.test.ts'], { testTimeout: 120_000 }),
      suite('contract', ['test/contract/**/*.test.ts'], { testTimeout: 120_000 }),
      suite('properties', ['test/properties/**/*.test.ts'], { ...shared, testTimeout: 120_000 }),
      suite('faults', ['test/faults/**/*.test.ts'], { testTimeout: 180_000 }),
      suite('acceptance', ['test/acceptance/**/*.test.ts'], { ...shared, testTimeout: 60_000 }),
      // The same tests on the production adapters, over the servers that stand for EventStoreDB and MongoDB.
      suite('acceptance-production', ['test/acceptance/http/**/*.test.ts'], {
        ...shared,
        testTimeout: 60_000,
        env: { MEDIMAIL_TEST_ENGINES: 'production' },
      }),
      suite('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 120_000 }),
    ],
  },
});
