import { type TSchema } from '@sinclair/typebox';

/** A text for each pattern that the schemas of events use. */
const texts: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9_-]{1,80}$': '0f0e0d0c-0b0a-4908-8706-050403020100',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$': '2026-11-23T10:00:00.000Z',
  '^\\d{4}-\\d{2}-\\d{2}$': '2026-11-23',
  '^[0-9a-f]{64}$': 'ab'.repeat(32),
  '^[A-Za-z0-9_-]{43}$': 'A'.repeat(43),
  '^[a-z][a-z-]{0,39}$': 'weak-authentication',
};

/**
 * A value that fits the schema, the same each time: every optional member there, one item in each list, the first
 * of several shapes.
 */
export function sampleOf(schema: TSchema): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['anyOf'])) return sampleOf(schema['anyOf'][0] as TSchema);
  switch (schema['type']) {
    case 'object':
      return sampleOfObject(schema);
    case 'array':
      return [sampleOf(schema['items'] as TSchema)];
    case 'string':
      return sampleOfString(schema);
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + 3;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      throw new Error(`no sample for a schema of type ${String(schema['type'])}`);
  }
}

function sampleOfObject(schema: TSchema): unknown {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, TSchema>);
  if (properties.length > 0)
    return Object.fromEntries(properties.map(([name, one]) => [name, sampleOf(one)]));
  const patterns = Object.values((schema['patternProperties'] ?? {}) as Record<string, TSchema>);
  return Object.fromEntries(patterns.map((one) => ['sample', sampleOf(one)]));
}

function sampleOfString(schema: TSchema): string {
  const pattern = schema['pattern'] as string | undefined;
  if (pattern === undefined) return 'exemple'.slice(0, Number(schema['maxLength'] ?? 7));
  const text = texts[pattern];
  if (text === undefined) throw new Error(`add a sample text for the pattern ${pattern}`);
  return text;
}
