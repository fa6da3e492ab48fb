import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './dependency-rules.js';
import { usesIn } from './source-rules.js';

const sources = ['src', 'projections'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|test)\.ts$/.test(file))
    .map((file) => `${folder}/${file}`),
);
const rulesIn = (text: string, file = 'src/messages/planted.ts') => usesIn(file, text).map((use) => use.rule);

describe('Source rules', () => {
  it.each([
    ['console', `console.log('a subject');`],
    ['clock', `const now = Date.now();`],
    ['clock', `const now = new Date();`],
    ['randomness', `const chance = Math.random();`],
    ['randomness', `import { randomUUID } from 'node:crypto';`],
    ['randomness', `crypto.randomUUID();`],
    ['environment', `const port = process.env['PORT'];`],
    ['environment', `const { PORT } = globalThis.process.env;`],
    ['environment', `const copy = { ...process.env };`],
    ['environment', `import { env } from 'node:process';`],
  ])('%s: %s is found', (rule, text) => {
    expect(rulesIn(text)).toEqual([rule]);
  });

  it('leave alone a date made from an instant, a comment and a text', () => {
    expect(rulesIn(`new Date(instant); // console.log(new Date())\nconst text = 'process.env';`)).toEqual([]);
  });

  it('leave alone each thing where it is at home', () => {
    expect(rulesIn('Date.now();', 'src/platform/time/clock.ts')).toEqual([]);
    expect(rulesIn('randomUUID();', 'src/platform/randomness/randomness.ts')).toEqual([]);
    expect(rulesIn('process.env;', 'src/platform/config/config.ts')).toEqual([]);
    expect(rulesIn('loadConfig(process.env);', 'src/main.ts')).toEqual([]);
    expect(rulesIn(`loadConfig({ ...process.env, PORT: '0' });`, 'src/cli/main.ts')).toEqual([]);
  });

  it('hold in the whole tree', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((file) => usesIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
