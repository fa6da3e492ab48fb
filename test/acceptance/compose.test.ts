import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { roles, variables } from '../../src/platform/config/variables.js';
import { localEnvironment, ownServices, readCompose } from '../harness/compose.js';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const compose = readCompose({ MASTER_KEY: masterKey });
const own = ownServices(compose);
const all = Object.entries(compose.services);
const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('docker/compose.yml', () => {
  it('asks for a master key instead of having one', () => {
    expect(() => readCompose({})).toThrow('MASTER_KEY');
  });

  it('gives every role to exactly one process', () => {
    expect(own.flatMap(([, service]) => service.environment?.ROLES?.split(',') ?? []).sort()).toEqual(
      [...roles].sort(),
    );
    expect(own.length).toBe(roles.length);
  });

  it.each(own)('%s has an environment that the service knows and starts with', (_name, service) => {
    const environment = service.environment ?? {};
    const known = variables.map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    const config = loadConfig(environment);
    expect(config.demonstration).toBe(true);
    expect(config.keysMongodbUrl).not.toBe(config.mongodbUrl);
    expect(config.masterKey?.toString('base64')).toBe(masterKey);
  });

  it.each(own)('%s runs what the image runs, and waits for healthy stores that exist', (_name, service) => {
    const dockerfile = readFileSync(root('docker/Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`CMD ${JSON.stringify(service.command).replaceAll(',', ', ')}`);
    const stores = Object.entries(service.depends_on ?? {});
    expect(stores.map(([store]) => store).sort()).toEqual(['eventstore', 'keys-mongo', 'mongo']);
    for (const [store, { condition }] of stores) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[store]?.healthcheck?.test.length).toBeGreaterThan(1);
      expect(JSON.stringify(service.environment)).toContain(`://${store}:`);
    }
  });

  it('publishes the API alone, and to this machine alone', () => {
    expect(all.flatMap(([, service]) => service.ports ?? [])).toEqual(['127.0.0.1:3000:3000']);
  });

  it('keeps what must last in volumes that are declared, none shared', () => {
    const used = all.flatMap(([, service]) => service.volumes ?? []).map((volume) => volume.split(':')[0]);
    expect([...used].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('starts each replica set under the name that the service asks for', () => {
    const { MONGODB_URL, KEYS_MONGODB_URL } = own[0]?.[1].environment ?? {};
    for (const url of [MONGODB_URL, KEYS_MONGODB_URL]) {
      const { hostname, searchParams } = new URL(url ?? '');
      const name = searchParams.get('replicaSet') ?? '';
      expect(compose.services[hostname]?.command).toContain(name);
      expect(compose.services[hostname]?.healthcheck?.test.at(-1)).toContain(
        `{ _id: '${name}', members: [{ _id: 0, host: '${hostname}:27017' }] }`,
      );
    }
  });

  it('runs as processes of this machine with the addresses of other stores', () => {
    const stores = {
      eventstore: 'esdb://127.0.0.1:1?tls=false',
      mongo: 'mongodb://127.0.0.1:2',
      'keys-mongo': 'mongodb://127.0.0.1:3',
    };
    for (const [, service] of own) {
      const config = loadConfig(
        localEnvironment(service, stores, { folder: '/tmp/x', port: 0, managementPort: 0 }),
      );
      expect(config).toMatchObject({
        host: '127.0.0.1',
        eventStoreUrl: stores.eventstore,
        mongodbUrl: stores.mongo,
        keysMongodbUrl: stores['keys-mongo'],
        dataDir: '/tmp/x',
      });
    }
  });
});

describe('docker/Dockerfile', () => {
  const lines = readFileSync(root('docker/Dockerfile'), 'utf8').replaceAll('\\\n', '').split('\n');
  const of = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `));

  it('copies what exists', () => {
    const copied = of('COPY')
      .filter((line) => !line.includes('--from'))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied).toContain('src');
    expect(copied.filter((path) => !existsSync(root(path)))).toEqual([]);
  });

  it('runs as a user without rights, on production dependencies, and tells its health', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last).toContain('COPY --from=dependencies /app/node_modules node_modules');
    expect(of('RUN').some((line) => line.includes('npm ci --omit=dev'))).toBe(true);
    expect(of('HEALTHCHECK')[0]).toContain('/health/ready');
  });
});
