const twice = (filter: string): string[] => [`without indexes: ${filter}`, `with indexes: ${filter}`];
const ordered = (name: string): string[] =>
  ['without an index', 'with an index', 'with a descending index'].map((index) => `${name}: ${index}`);

/**
 * Cases of the documents contract in which mongo-java-server does not behave as MongoDB does: they have to fail
 * there. What MongoDB does is told by its manual ("Query an Array", "$all", "$inc", "Comparison/Sort Order") and by
 * its own tests (null_query_semantics); `MONGODB_URL` runs every case on a real server.
 */
export const deviations: readonly string[] = [
  // Two comparisons may be satisfied by two elements of an array.
  ...twice("{ n: { '$gt': 2, '$lt': 5 } }"),
  ...twice("{ n: { '$gte': null } }"),
  // An array equals a whole array or an element that is one.
  ...twice("{ tags: [ 'y' ] }"),
  // `$all` of one value is that value's equality, arrays or not.
  ...twice("{ tags: { '$all': [ 'x' ] } }"),
  // It compares UTF-16 code units.
  ...ordered('orders strings by their UTF-8 bytes'),
  '{"s":"\uffee"} by {"$max":{"s":"\u{1f600}"}}',
  ...ordered('orders an array in an array as an array'),
  '{"a":null} refuses {"$inc":{"a":1}}, and stays',
];
