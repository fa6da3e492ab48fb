import { expect, it } from 'vitest';
import { Refusal } from './decider.js';

it('says nothing of the user’s where errors are written: a refusal’s message is its code', () => {
  const refusal = new Refusal('name-taken', 'Il y a déjà un dossier « Mme Dupont » à cet endroit.');
  expect(String(refusal)).toBe('Refusal: name-taken');
  expect(refusal.stack).not.toContain('Dupont');
});
