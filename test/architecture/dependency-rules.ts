import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const planted = join(root, 'test/architecture/planted');

const options: ICruiseOptions = await extractDepcruiseOptions(join(root, '.dependency-cruiser.cjs'));
const tsConfig: unknown = extractTSConfig(join(root, 'tsconfig.json'));

export const ruleNames = (options.ruleSet?.forbidden ?? []).map((rule) => rule.name ?? '');

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Cruises the folders that exist of a tree laid out as the repository is. */
export async function violationsIn(baseDir: string, folders: readonly string[]): Promise<Violation[]> {
  const { output } = await cruise([...folders], { ...options, baseDir }, undefined, { tsConfig });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
  }));
}
