import { type EventDefinition } from '../../src/contracts/events/event-definition.js';
import { CHARACTERS } from '../../src/contracts/events/schemas.js';

/**
 * Optional members that event schemas got since the fixture of their version was written: what was stored before
 * reads as it did, so they need no new version. `type → path`, through objects by name and through lists by `[]`.
 */
export const addedFields: Readonly<Record<string, readonly string[]>> = {
  MessageSealed: [
    'data.automatic',
    'data.draft',
    'data.draftRevision',
    'data.references',
    'data.signature',
    'data.commitments.files',
    'private.salts.files',
  ],
  CorrespondenceSet: ['data.state', 'data.since', 'private.details'],
  TermsAccepted: ['data.sha256'],
  MessageSent: ['data.expiresAt'],
  MessageDelivered: ['data.expiresAt'],
};

interface PlainSchema {
  properties?: Record<string, PlainSchema>;
  items?: PlainSchema;
  required?: string[];
}

/** The schema as it was before the additions. @throws Error where an addition is not there, or is required */
export function withoutAdditions({ type, data, private: secret }: EventDefinition): unknown {
  const root = JSON.parse(JSON.stringify({ data, private: secret }), limitsAsTold) as Record<
    string,
    PlainSchema
  >;
  for (const path of addedFields[type] ?? []) {
    const steps = path.split('.');
    const name = steps.pop() ?? '';
    const owner = steps.reduce<PlainSchema | undefined>(step, { properties: root });
    if (owner?.properties?.[name] === undefined) throw new Error(`${type} has no ${path}`);
    if (owner.required?.includes(name)) throw new Error(`${type} requires ${path}: it needs a new version`);
    Reflect.deleteProperty(owner.properties, name);
  }
  return root;
}

/** A text that may have so many characters has that limit, by whatever it is measured. */
function limitsAsTold(_name: string, schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || !(CHARACTERS in schema)) return schema;
  const { [CHARACTERS]: maxLength, ...rest } = schema;
  return { ...rest, maxLength };
}

const step = (schema: PlainSchema | undefined, name: string): PlainSchema | undefined =>
  name === '[]' ? schema?.items : schema?.properties?.[name];
