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
    [[]],
    [['keys']],
    [['keys', 'rotate', 'now']],
    [['projections', 'rebuild']],
    [['projections', 'replay-parked', 'a', 'b']],
    [['rm', '-rf']],
    [['accounts', 'import', 'a.csv']],
    [['accounts', 'import', 'a.csv', '--dry-run']],
    [['accounts', 'grant', 'a', '--dry-run']],
    [['projections', 'replay-parked', '--dry-run']],
    [['verify']],
    [['verify', 'a.eml', 'b.eml']],
  ])('does not guess: %j', (words) => {
    expect(commandOf(words)).toBeUndefined();
  });

  it('names every command in its help', () => {
    for (const { name } of commands) expect(helpText()).toContain(name);
  });
});
