import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormed } from '../../contracts/text/well-formed.js';
import { forwardSubject, replySubject } from './subject-prefix.js';

describe('the subject of an answer (D4)', () => {
  it.each([
    ['Bilan', 'Re : Bilan'],
    ['', 'Re : '],
    ['Re : Bilan', 'Re : Bilan'],
    ['RE: Bilan', 'Re : Bilan'],
    ['re:Bilan', 'Re : Bilan'],
    ['Re\u00a0: Bilan', 'Re : Bilan'],
    ['Re\u202f:\u00a0Bilan', 'Re : Bilan'],
    [' \u00a0RE   :   Bilan', 'Re : Bilan'],
    ['RE: Re: re : Bilan', 'Re : Bilan'],
    ['TR : Bilan', 'Re : TR : Bilan'],
    ['Re : TR : Re : Bilan', 'Re : TR : Re : Bilan'],
    ['Remise : Bilan', 'Re : Remise : Bilan'],
    ['Résultat', 'Re : Résultat'],
  ])('to %j is %j', (subject, expected) => {
    expect(replySubject(subject)).toBe(expected);
  });
});

describe('the subject of a forward (D6)', () => {
  it.each([
    ['Bilan', 'TR : Bilan'],
    ['TR : Bilan', 'TR : Bilan'],
    ['TR\u00a0: Bilan', 'TR : Bilan'],
    ['Fwd: Bilan', 'TR : Bilan'],
    ['FW: tr : Bilan', 'TR : Bilan'],
    ['Re : Bilan', 'TR : Re : Bilan'],
    ['Traitement : suite', 'TR : Traitement : suite'],
  ])('of %j is %j', (subject, expected) => {
    expect(forwardSubject(subject)).toBe(expected);
  });
});

describe.each([replySubject, forwardSubject])('every subject of %o', (make) => {
  it('has 255 characters at most, none of them half, and keeps its prefix once however often it is made', () => {
    const subjects = fc.string({ unit: 'grapheme', maxLength: 255 });
    fc.assert(
      fc.property(subjects, (subject) => {
        const made = make(wellFormed(Array.from(subject).slice(0, 255).join('')));
        expect(Array.from(made).length).toBeLessThanOrEqual(255);
        expect(wellFormed(made)).toBe(made);
        expect(make(made)).toBe(made);
      }),
    );
  });

  it('is cut with an ellipsis, never through a character', () => {
    expect(make('x'.repeat(250))).toHaveLength(255);
    expect(make('x'.repeat(250))).not.toMatch(/…$/);
    expect(make('x'.repeat(251))).toMatch(/x…$/);
    expect(make('😀'.repeat(250))).not.toMatch(/…$/);
    expect(make('😀'.repeat(251))).toMatch(/^.{5}(?:😀){249}…$/u);
  });
});
