import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { type RefusedField } from '../contracts/decider.js';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { invalid } from '../platform/http/problem.js';
import { problemFields, requestRules } from '../platform/http/validation.js';
import { IdentityFormDto, identityFormOf } from './identity-form.dto.js';

/**
 * The form of a request's body as it is kept. Where fields are of another kind than they should be, what the rules say
 * of the others is told with them; else the rules are left to the decision, which tells everything at once.
 *
 * @param rules what the decision has against a form
 * @throws Problem 422 `invalid`
 */
export async function readIdentityForm(
  body: unknown,
  rules: (form: IdentityForm) => readonly RefusedField[],
): Promise<IdentityForm> {
  if (!isObject(body)) throw invalid([{ field: '', code: 'object', detail: 'Un objet est attendu.' }]);
  const dto = plainToInstance(IdentityFormDto, body);
  const kinds = problemFields(await validate(dto, requestRules));
  if (kinds.length === 0) return identityFormOf(dto);
  const told = new Set(kinds.map(({ field }) => field));
  const others = rules(identityFormOf(without(dto, told))).filter(({ field }) => !told.has(field));
  throw invalid([...kinds, ...others]);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mandatory name of another kind counts as empty: the rules are told of it, and what they answer is not. */
function without(dto: IdentityFormDto, paths: ReadonlySet<string>): IdentityFormDto {
  const kept = JSON.parse(JSON.stringify(dto)) as Record<string, unknown>;
  for (const path of paths) {
    const [name = '', part] = path.split('.');
    const group = part === undefined ? kept : kept[name];
    if (isObject(group)) Reflect.deleteProperty(group, part ?? name);
  }
  return plainToInstance(IdentityFormDto, kept);
}
