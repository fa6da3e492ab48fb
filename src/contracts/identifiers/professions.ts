/**
 * Professions by Pro Santé Connect's `codeProfession`, as the form of the first login names them (A3). To be checked
 * against the official nomenclature (TRE_G15) before conformity is claimed; a code that is not here is filled in by
 * its user.
 */
const PROFESSIONS: Readonly<Record<string, string>> = {
  10: 'Médecin',
  21: 'Pharmacien',
  26: 'Audioprothésiste',
  28: 'Opticien-lunetier',
  40: 'Chirurgien-dentiste',
  50: 'Sage-femme',
  60: 'Infirmier',
  70: 'Masseur-kinésithérapeute',
  80: 'Pédicure-podologue',
  91: 'Orthophoniste',
  92: 'Orthoptiste',
  94: 'Ergothérapeute',
  95: 'Diététicien',
  96: 'Psychomotricien',
  98: 'Manipulateur d’électroradiologie médicale',
};

export const professionOf = (code: string): string | undefined =>
  Object.hasOwn(PROFESSIONS, code) ? PROFESSIONS[code] : undefined;
