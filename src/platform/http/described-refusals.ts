import { type OpenAPIObject } from '@nestjs/swagger';
import { statusOfRefusal } from '../../contracts/http/refusal-status.js';
import { ProblemView } from '../../contracts/http/problem.http.js';
import { IF_MATCH } from './entity-tag.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.decorator.js';

/** Who may call an operation: stays in the description. */
export const ACCESS_EXTENSION = 'x-access';
/** The codes of an operation's own refusals: told as its responses instead. */
export const REFUSALS_EXTENSION = 'x-refusals';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];

/** Statuses of what is no rule of the domain: who calls, and what the service can do. */
const STATUSES: Readonly<Record<string, number>> = {
  'two-callers': 400,
  'no-session': 401,
  'not-by-device': 403,
  'csv-only': 415,
  range: 416,
  unavailable: 503,
  'outcome-unknown': 503,
};

/** Codes with which a route refuses for who may call it ({@link ACCESS_EXTENSION}). */
export type RefusalsOfAccess = (access: string) => readonly string[];

/** Says of every operation how it refuses: as all do, for who calls, for what it takes, and by the codes of its own. */
export function withRefusals(document: OpenAPIObject, ofAccess: RefusalsOfAccess): OpenAPIObject {
  // A JSON Schema is what OpenAPI 3.1 takes; the package's types stand at 3.0.
  const schemas = ((document.components ??= {}).schemas ??= {}) as Record<string, unknown>;
  schemas['Problem'] = ProblemView;
  for (const { get, ...commands } of Object.values(document.paths)) {
    if (get !== undefined) describe(get, ofAccess, []);
    for (const command of [commands.post, commands.put, commands.patch, commands.delete]) {
      if (command !== undefined) describe(command, ofAccess, ['outcome-unknown']);
    }
  }
  return document;
}

function describe(operation: Operation, ofAccess: RefusalsOfAccess, more: readonly string[]): void {
  const { [ACCESS_EXTENSION]: access, [REFUSALS_EXTENSION]: own } = operation as {
    readonly [ACCESS_EXTENSION]?: string;
    readonly [REFUSALS_EXTENSION]?: readonly string[];
  };
  Reflect.deleteProperty(operation, REFUSALS_EXTENSION);
  const codes = ['too-many-requests', 'unavailable', ...more, ...ofShape(operation)];
  if (access !== undefined) codes.push(...ofAccess(access));
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...codes, ...(own ?? [])])) {
    const status = STATUSES[code] ?? statusOfRefusal(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, those] of byStatus) operation.responses[status] = refusal(those);
  operation.responses.default ??= refusal([]);
}

/** What is asked for by an id may not be there; what is sent may be wrong, or too much. */
function ofShape({ parameters = [], requestBody }: Operation): string[] {
  const given = parameters.flatMap((one) => ('in' in one ? [one] : []));
  const takes = (place: string) => given.some((one) => one.in === place);
  const isKeyed = given.some(({ name }) => name === IDEMPOTENCY_KEY);
  const isConditional = given.some(({ name }) => name === IF_MATCH);
  return [
    ...(takes('path') ? ['not-found'] : []),
    ...(takes('query') || isKeyed || isConditional || requestBody !== undefined ? ['invalid'] : []),
    ...(isKeyed ? ['idempotency-conflict'] : []),
    ...(isConditional ? ['changed'] : []),
    ...(requestBody === undefined ? [] : ['too-large']),
  ];
}

function refusal(codes: readonly string[]): NonNullable<Responses['default']> {
  const types = codes.map((code) => `\`…/${code}\``).join(', ');
  return {
    description: codes.length === 0 ? 'Another refusal (RFC 9457).' : `Refused: ${types}.`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
