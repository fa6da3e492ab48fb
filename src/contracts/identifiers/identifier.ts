/* National ids of professionals and establishments: what their form lets one check without asking a register (S2). */

export const identifierTypes = ['RPPS', 'ADELI', 'SIRET', 'FINESS'] as const;
export type IdentifierType = (typeof identifierTypes)[number];

/** Those of establishments (S3); the others are of people (S2). */
export type EstablishmentIdType = Extract<IdentifierType, 'SIRET' | 'FINESS'>;

const RULES: Readonly<
  Record<IdentifierType, { readonly holds: (number: string) => boolean; readonly detail: string }>
> = {
  // No sum of digits: numbers that the manual shows have none that fits (91010101010).
  RPPS: {
    holds: (number) => /^\d{11}$/.test(number),
    detail: 'Un numéro RPPS compte 11 chiffres.',
  },
  ADELI: {
    holds: (number) => /^\d[\dAB][\dA-Z]{7}$/.test(number),
    detail: 'Un numéro ADELI compte 9 caractères et commence par le département.',
  },
  SIRET: {
    holds: isSiret,
    detail: 'Un numéro SIRET compte 14 chiffres, dont une clé : vérifiez la saisie.',
  },
  FINESS: {
    holds: (number) => /^\d[\dAB]\d{7}$/.test(number) && luhn(number) === 0,
    detail: 'Un numéro FINESS compte 9 caractères, dont une clé : vérifiez la saisie.',
  },
};

export const isIdentifierType = (text: string): text is IdentifierType =>
  identifierTypes.some((type) => type === text);

export const isEstablishmentIdType = (text: string): text is EstablishmentIdType =>
  text === 'SIRET' || text === 'FINESS';

/** As it is kept: people write spaces, dots and small letters in long numbers. */
export function normalizeIdentifier(number: string): string {
  return number.replace(/[\s.\u2011-]/g, '').toUpperCase();
}

/** What is wrong with the number, in French; null where nothing is. @param number in any spelling */
export function identifierProblem(type: IdentifierType, number: string): string | null {
  const { holds, detail } = RULES[type];
  return holds(normalizeIdentifier(number)) ? null : detail;
}

/** The establishments of La Poste have a sum of digits that is a multiple of five (INSEE); its seat fits Luhn. */
function isSiret(number: string): boolean {
  if (!/^\d{14}$/.test(number)) return false;
  const ofLaPoste = number.startsWith('356000000') && sum(number, (digit) => digit) % 5 === 0;
  return ofLaPoste || luhn(number) === 0;
}

/** Luhn's sum modulo 10 (ISO/IEC 7812-1, annex B): 0 where the key fits. Of Corsica's `2A`, `2B` the letters count 1, 2. */
function luhn(number: string): number {
  const total = sum(number, (digit, fromTheRight) => {
    const doubled = fromTheRight % 2 === 1 ? digit * 2 : digit;
    return doubled > 9 ? doubled - 9 : doubled;
  });
  return total % 10;
}

function sum(number: string, weigh: (digit: number, fromTheRight: number) => number): number {
  return Array.from(number).reduce(
    (total, character, index) => total + weigh(digitOf(character), number.length - 1 - index),
    0,
  );
}

function digitOf(character: string): number {
  const letter = 'AB'.indexOf(character);
  return letter < 0 ? Number(character) : letter + 1;
}
