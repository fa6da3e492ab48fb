import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planted, root, ruleNames, violationsIn } from './dependency-rules.js';

const folders = ['src', 'projections', 'web', 'test'];

describe('Dependency rules', () => {
  it.each(ruleNames)('%s fires on its planted violation, and alone', async (rule) => {
    const tree = join(planted, rule);
    const present = folders.filter((folder) => existsSync(join(tree, folder)));

    const violations = await violationsIn(tree, present);

    expect([...new Set(violations.map((violation) => violation.rule))]).toEqual([rule]);
  });

  it('have one planted violation each, and no more', () => {
    expect(readdirSync(planted).sort()).toEqual([...ruleNames].sort());
  });

  it('hold in the whole tree', async () => {
    expect(await violationsIn(root, ['src', 'projections', 'web'])).toEqual([]);
  });
});
