import { type TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import { type EventDefinition } from '../../contracts/events/event-definition.js';

const PATHS_TOLD = 5;

interface Checks {
  readonly data: TypeCheck<TSchema>;
  readonly private: TypeCheck<TSchema> | null;
}

/** Checks events against the schemas of a registry, each compiled at its first use. */
export class EventSchemas {
  private readonly compiled = new Map<EventDefinition, Checks>();

  /** JSON pointers to what does not fit; none when all does. `private` may be null where `optionalPrivate` says so. */
  misfits(
    definition: EventDefinition,
    event: { readonly data: unknown; readonly private: unknown },
    optionalPrivate: boolean,
  ): readonly string[] {
    const checks = this.checksOf(definition);
    return [
      ...pathsOf('/data', checks.data, event.data),
      ...this.privateMisfits(checks.private, event.private, optionalPrivate),
    ];
  }

  private privateMisfits(
    check: TypeCheck<TSchema> | null,
    value: unknown,
    optional: boolean,
  ): readonly string[] {
    if (value === null) return check === null || optional ? [] : ['/private'];
    return check === null ? ['/private'] : pathsOf('/private', check, value);
  }

  private checksOf(definition: EventDefinition): Checks {
    const known = this.compiled.get(definition);
    if (known !== undefined) return known;
    const checks = {
      data: TypeCompiler.Compile(definition.data),
      private: definition.private && TypeCompiler.Compile(definition.private),
    };
    this.compiled.set(definition, checks);
    return checks;
  }
}

function pathsOf(root: string, check: TypeCheck<TSchema>, value: unknown): readonly string[] {
  if (check.Check(value)) return [];
  const paths: string[] = [];
  for (const error of check.Errors(value)) {
    paths.push(root + error.path);
    if (paths.length === PATHS_TOLD) break;
  }
  return paths.length === 0 ? [root] : paths;
}
