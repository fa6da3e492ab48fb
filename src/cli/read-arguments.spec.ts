import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

const read = (typed: string) => readArguments(typed === '' ? [] : typed.split(' '));

describe('what is typed after « medimail »', () => {
  it.each([
    ['verify a.eml --jwks keys.json', 'verify', ['a.eml'], 'keys.json'],
    ['--jwks=keys.json verify a.eml', 'verify', ['a.eml'], 'keys.json'],
    [
      'accounts import a.csv report --dry-run',
      'accounts import',
      ['a.csv', 'report', '--dry-run'],
      undefined,
    ],
    ['retention sweep', 'retention sweep', [], undefined],
  ])('« %s » is understood', (typed, name, args, option) => {
    expect(read(typed)).toMatchObject({ command: { name }, args, option });
  });

  it.each(['--help', '-h', 'verify --help'])('« %s » asks for help', (typed) => {
    expect(read(typed)).toBe('help');
  });

  it.each([
    '',
    'keys',
    'burn everything',
    'keys rotate --burn',
    '-x',
    'verify a.eml',
    'verify a.eml --jwks',
    'keys rotate --jwks keys.json',
    'keys rotate --dry-run',
    'keys rotate --help=yes',
  ])('« %s » is not understood', (typed) => {
    expect(read(typed)).toBeUndefined();
  });
});
