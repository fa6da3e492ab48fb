import { describe, expect, it } from 'vitest';
import { commandOf, commands, helpText } from './commands.js';

describe('the command line', () => {
  it('understands a command with its arguments', () => {
    expect(commandOf(['projections', 'rebuild', 'timeline'])).toMatchObject({
      command: { name: 'projections rebuild' },
      args: ['timeline'],
    });
  });

  it.each([[[]], [['keys']], [['keys', 'rotate', 'now']], [['projections', 'rebuild']], [['rm', '-rf']]])(
    'does not guess: %j',
    (words) => {
      expect(commandOf(words)).toBeUndefined();
    },
  );

  it('names every command in its help', () => {
    for (const { name } of commands) expect(helpText()).toContain(name);
  });
});
