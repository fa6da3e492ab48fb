import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const imports = /(?:from|import)\s*\(?\s*'([^']+)'/g;

/**
 * The test files whose imports lead, however far, to something that `wanted` matches: the absolute path of a local
 * file, or the name of a package. The text is searched, so that nothing needs to load.
 *
 * @returns paths relative to `root`
 */
export function testFilesReaching(root, wanted) {
  const known = new Map();
  const importsOfKnown = (file) => known.get(file) ?? known.set(file, importsOf(file)).get(file);
  const reaches = (file, seen = new Set()) =>
    importsOfKnown(file).some((target) => {
      if (wanted.test(target)) return true;
      if (seen.has(target)) return false;
      seen.add(target);
      return existsSync(target) && reaches(target, seen);
    });
  return ['src', 'projections', 'test']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, name)),
    )
    .filter((file) => /\.(spec|test)\.ts$/.test(file) && !file.includes('/planted/') && reaches(file))
    .map((file) => relative(root, file))
    .sort();
}

function importsOf(file) {
  if (!statSync(file).isFile()) return [];
  return [...readFileSync(file, 'utf8').matchAll(imports)].map(([, target]) =>
    target.startsWith('.') ? join(dirname(file), target.replace(/\.js$/, '.ts')) : target,
  );
}
