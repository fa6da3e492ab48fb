import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const file = new URL('../../docker/compose.yml', import.meta.url);

/**
 * `docker/compose.yml` as `docker compose` reads it: anchors merged, `${NAME:?message}` and `${NAME:-default}` filled.
 *
 * @throws Error a required variable is absent
 */
export function readCompose(env: Readonly<Record<string, string>>): Compose {
  const text = readFileSync(file, 'utf8').replace(
    /\$\{(\w+)(?::([?-])([^}]*))?\}/g,
    (_found: string, name: string, kind?: string, rest?: string): string => {
      const value = env[name];
      if (value !== undefined && value !== '') return value;
      if (kind === '?') throw new Error(`${name}: ${rest ?? ''}`);
      return rest ?? '';
    },
  );
  return parse(text, { merge: true }) as Compose;
}

/** The services that are this repository. */
export function ownServices({ services }: Compose): [string, ComposeService][] {
  return Object.entries(services).filter(([, service]) => service.build !== undefined);
}

/**
 * The environment of a service for a process of this machine: the hosts of the stores are replaced by what stands
 * for them, it listens on loopback, and it keeps its files in `folder`.
 *
 * @param stores connection string for each service that is a store, `mongo` for instance
 */
export function localEnvironment(
  service: ComposeService,
  stores: Readonly<Record<string, string>>,
  own: { readonly folder: string; readonly port: number; readonly managementPort: number },
): Record<string, string> {
  const environment = Object.entries(service.environment ?? {}).map(([name, value]) => {
    const host = /^(?:esdb|mongodb):\/\/([\w-]+)/.exec(value)?.[1];
    return [name, host === undefined ? value : (stores[host] ?? value)];
  });
  return {
    ...(Object.fromEntries(environment) as Record<string, string>),
    HOST: '127.0.0.1',
    PORT: String(own.port),
    MANAGEMENT_PORT: String(own.managementPort),
    PUBLIC_URL: own.port === 0 ? '' : `http://localhost:${own.port}`,
    DATA_DIR: own.folder,
  };
}
