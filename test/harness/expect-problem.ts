import { expect } from 'vitest';
import { type Answer } from './http-client.js';
import { expectStatus } from './mail-client.js';

/** A sentence for the user. */
export const FRENCH = /^[A-ZÀÉÊ].*[.?!]$/s;

/** The answer is this problem, said in French, and kept by nobody. */
export function expectProblem(answer: Answer, status: number, code: string): Answer {
  expectStatus(answer, status);
  expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(answer.json).toMatchObject({
    type: `https://medimail.fr/problems/${code}`,
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(FRENCH),
  });
  return answer;
}
