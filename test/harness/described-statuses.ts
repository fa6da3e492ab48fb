import { afterAll, beforeAll, expect } from 'vitest';
import { HttpClient } from './http-client.js';
import { type Product } from './product.js';

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly { readonly name: string }[];
}

/** Where there is no version to look at, any request that asks for one is refused alike. */
const isUnmet = ({ parameters = [] }: Operation, status: string): boolean =>
  status === '412' && !parameters.some(({ name }) => name === 'If-Match');

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Refusals that any request may get, whatever it asks for: `default` describes them. 418: what a test has put there. */
const ofAny = new Set([405, 408, 415, 418, 421, 500, 507]);

/** After the suite: every refusal that its requests were answered with is one that OpenAPI describes. */
export function describedStatuses(product: () => Product): void {
  const seen = new Set<string>();
  const see = (method: string, path: string, status: number): unknown =>
    seen.add(`${method.toLowerCase()} ${path.split('?')[0] ?? ''} ${status}`);
  beforeAll(() => void HttpClient.observers.add(see));
  afterAll(async () => {
    HttpClient.observers.delete(see);
    const { json } = await new HttpClient(product().url).ask('/api/openapi.json');
    const { paths } = json as { readonly paths: Paths };
    const undescribed = [...seen].filter((one) => !isDescribed(paths, one));
    expect(undescribed, 'refusals that OpenAPI does not describe').toEqual([]);
  });
}

function isDescribed(paths: Paths, one: string): boolean {
  const [method = '', path = '', status = ''] = one.split(' ');
  if (Number(status) < 400 || ofAny.has(Number(status)) || !path.startsWith('/api/v1/')) return true;
  const operations = Object.entries(paths).flatMap(([template, { [method]: operation }]) =>
    operation !== undefined && matches(template, path) ? [operation] : [],
  );
  // What is no route answers 404.
  return operations.length === 0 || operations.some((one) => status in one.responses || isUnmet(one, status));
}

function matches(template: string, path: string): boolean {
  const [expected, actual] = [template.split('/'), path.split('/')];
  return (
    expected.length === actual.length &&
    expected.every((part, index) => part.startsWith('{') || part === actual[index])
  );
}
