import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierProblem, type IdentifierType, normalizeIdentifier } from './identifier.js';

const right: readonly (readonly [IdentifierType, string])[] = [
  ['RPPS', '91010101010'], // of the manual
  ['RPPS', '10001234567'],
  ['ADELI', '759912345'],
  ['ADELI', '2A9312345'],
  ['SIRET', '18310021300028'], // of the manual
  ['SIRET', '183 100 213 00028'],
  ['SIRET', '35600000000048'], // the seat of La Poste
  ['SIRET', '35600000049837'], // an establishment of La Poste: not Luhn's sum
  ['FINESS', '750712184'],
  ['FINESS', '2A0000014'],
  ['FINESS', '2b0000020'],
];

const wrong: readonly (readonly [IdentifierType, string])[] = [
  ['RPPS', ''],
  ['RPPS', '9101010101'],
  ['RPPS', '910101010101'],
  ['RPPS', '9101010101A'],
  ['RPPS', '١٢٣٤٥٦٧٨٩٠١'],
  ['ADELI', '75991234'],
  ['ADELI', '7599123456'],
  ['ADELI', '75é912345'],
  ['SIRET', '18310021300029'],
  ['SIRET', '1831002130002'],
  ['SIRET', '35600000049838'],
  ['SIRET', '12345678900005'], // a sum of digits that only La Poste may have
  ['FINESS', '750712185'],
  ['FINESS', '2A0000015'],
  ['FINESS', '2C0000014'],
  ['FINESS', '7507121840'],
];

describe('the number of a professional or an establishment (S2, S3, A3)', () => {
  it.each(right)('%s %s is accepted', (type, number) => {
    expect(identifierProblem(type, number)).toBeNull();
  });

  it.each(wrong)('%s %j is refused, and told why in French', (type, number) => {
    expect(identifierProblem(type, number)).toMatch(new RegExp(`^Un numéro ${type} compte \\d+ .*\\.$`));
  });

  it('with one digit mistyped is found out by its key (SIRET, FINESS)', () => {
    const numbers = fc.constantFrom(
      ['SIRET', '18310021300028'] as const,
      ['FINESS', '750712184'] as const,
      ['FINESS', '2A0000014'] as const,
    );
    fc.assert(
      fc.property(numbers, fc.nat(13), fc.integer({ min: 1, max: 9 }), ([type, number], at, by) => {
        const index = at % number.length;
        const digit = Number(number[index]);
        fc.pre(!Number.isNaN(digit));
        const mistyped = `${number.slice(0, index)}${(digit + by) % 10}${number.slice(index + 1)}`;
        expect(identifierProblem(type, mistyped)).not.toBeNull();
      }),
    );
  });

  it('is kept without the spaces that people write', () => {
    expect(normalizeIdentifier(' 2a 000-00.14\u00a0')).toBe('2A0000014');
  });
});
