/** HTTP statuses of the refusals' codes; a code that is not here is a rule broken: 409. */
const STATUSES: Readonly<Record<string, number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  changed: 412,
  'too-large': 413,
  'invalid-recipients': 422,
  'too-many-requests': 429,
};

/** The HTTP status that a refusal of this code is answered with. */
export function statusOfRefusal(code: string): number {
  return STATUSES[code] ?? 409;
}
