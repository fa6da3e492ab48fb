import { type Sort } from '../documents.js';
import { encodeKey, encodeValue } from './key-encoding.js';
import { valuesAt } from './paths.js';
import { EMPTY } from './value-order.js';

/**
 * A key whose bytes order documents as MongoDB sorts them. An array sorts by its least element, or by its greatest
 * where the order is descending; an empty one is below null.
 */
export function sortKeyOf(document: object, sort: Sort): Buffer {
  const fields = Object.entries(sort);
  const values = fields.map(([path, direction]) => extreme(valuesAt(document, path), direction));
  return encodeKey(
    values,
    fields.map(([, direction]) => ({ direction })),
  );
}

function extreme(values: readonly unknown[], direction: 1 | -1): unknown {
  const [only] = values;
  if (values.length === 1 && !Array.isArray(only)) return only;
  const candidates = values
    .flatMap((value) =>
      Array.isArray(value) ? (value.length === 0 ? [EMPTY] : (value as unknown[])) : [value],
    )
    .map((value) => ({ value, code: encodeValue(value) }))
    .sort((a, b) => direction * Buffer.compare(a.code, b.code));
  return candidates[0]?.value;
}
