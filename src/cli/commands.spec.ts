import { describe, expect, it } from 'vitest';
import { commandOf, commands, helpText } from './commands.js';

describe('the command line', () => {
  it('understands a command with its arguments', () => {
    expect(commandOf(['projections', 'rebuild', 'timeline'])).toMatchObject({
      command: { name: 'projections rebuild' },
      args: ['timeline'],
    });
  });

  it('understands a command of one word', () => {
    expect(commandOf(['verify', 'a.eml'])).toMatchObject({ command: { name: 'verify' }, args: ['a.eml'] });
  });

  it.each([
    [['projections', 'replay-parked'], []],
    [['projections', 'replay-parked', 'timeline'], ['timeline']],
  ])('leaves an argument out that may be absent: %j', (words, args) => {
    expect(commandOf(words)).toMatchObject({ args });
  });

  it.each([
    [['a.csv'], ['a.csv']],
    [
      ['--dry-run', 'a.csv'],
      ['a.csv', '--dry-run'],
    ],
    [
      ['a.csv', '--dry-run', 'report'],
      ['a.csv', 'report', '--dry-run'],
    ],
  ])('takes the dry run wherever it stands: %j', (typed, args) => {
    expect(commandOf(['accounts', 'import', ...typed])).toMatchObject({ args });
  });

  it.each([
    [[]],
    [['keys']],
    [['keys', 'rotate', 'now']],
    [['projections', 'rebuild']],
    [['projections', 'replay-parked', 'a', 'b']],
    [['rm', '-rf']],
    [['accounts', 'import']],
    [['accounts', 'import', '--dry-run']],
    [['accounts', 'import', 'a.csv', 'report', 'other']],
    [['manager', 'set', 'a@medimail.test']],
    [['accounts', 'grant', 'a', '--dry-run']],
    [['projections', 'replay-parked', '--dry-run']],
    [['verify']],
    [['verify', 'a.eml', 'b.eml']],
  ])('does not guess: %j', (words) => {
    expect(commandOf(words)).toBeUndefined();
  });

  it('names every command in its help', () => {
    for (const { name, args } of commands) expect(helpText()).toContain([name, ...args].join(' '));
    for (const line of helpText().split('\n')) expect(line.length).toBeLessThan(140);
  });
});
