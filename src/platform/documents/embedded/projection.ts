import { isObject, type JsonObject } from './value-order.js';

interface Tree {
  readonly children: Map<string, Tree>;
}

/**
 * Keeps the members named with 1, or drops those named with 0, at dotted paths and through arrays. `_id` stays
 * unless it is named with 0.
 *
 * @throws TypeError where members are both kept and dropped, as MongoDB refuses it
 */
export function projector(
  projection: Readonly<Record<string, 0 | 1>> | undefined,
): (document: JsonObject) => JsonObject {
  const entries = Object.entries(projection ?? {});
  if (entries.length === 0) return (document) => document;
  const others = entries.filter(([path]) => path !== '_id');
  const id = projection?.['_id'];
  const keeps = others.length > 0 ? others[0]?.[1] === 1 : id === 1;
  if (others.some(([, mode]) => (mode === 1) !== keeps)) {
    throw new TypeError('a projection either keeps members or drops them');
  }
  const paths = others.map(([path]) => path);
  if (keeps ? id !== 0 : id === 0) paths.push('_id');
  const tree = treeOf(paths);
  return keeps ? (document) => kept(document, tree) : (document) => rest(document, tree);
}

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = { children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const part of path.split('.')) {
      const child = node.children.get(part) ?? { children: new Map<string, Tree>() };
      node.children.set(part, child);
      node = child;
    }
  }
  return root;
}

function kept(object: JsonObject, tree: Tree): JsonObject {
  const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const child = tree.children.get(key);
    if (child === undefined) return [];
    if (child.children.size === 0) return [[key, value]];
    if (isObject(value)) return [[key, kept(value, child)]];
    return Array.isArray(value) ? [[key, keptElements(value, child)]] : [];
  });
  return Object.fromEntries(entries);
}

function keptElements(array: readonly unknown[], tree: Tree): unknown[] {
  return array.flatMap((element): unknown[] => {
    if (isObject(element)) return [kept(element, tree)];
    return Array.isArray(element) ? [keptElements(element, tree)] : [];
  });
}

function rest(object: JsonObject, tree: Tree): JsonObject {
  const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const child = tree.children.get(key);
    if (child === undefined) return [[key, value]];
    return child.children.size === 0 ? [] : [[key, without(value, child)]];
  });
  return Object.fromEntries(entries);
}

function without(value: unknown, tree: Tree): unknown {
  if (isObject(value)) return rest(value, tree);
  return Array.isArray(value) ? value.map((element) => without(element, tree)) : value;
}
