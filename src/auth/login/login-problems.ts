import { Refusal } from '../../contracts/decider.js';
import { problemOf } from '../../platform/http/problem-of.js';
import { Problem, unavailable } from '../../platform/http/problem.js';
import { type Flaw, PortalUnavailable, ProofRefused } from '../oidc/portal.js';

export const weakAuthentication = (): Problem =>
  new Problem(
    403,
    'weak-authentication',
    'Medimail n’est accessible qu’avec une authentification forte : carte CPS, e-CPS ou code à usage unique. ' +
      'Reconnectez-vous au portail avec l’un de ces moyens.',
  );

export const unknownAccount = (): Problem =>
  new Problem(
    403,
    'unknown-account',
    'Compte inconnu : votre identité du portail n’est liée à aucun compte Medimail. ' +
      'Adressez-vous à la structure qui gère votre compte.',
  );

export const cardUnproved = (): Problem =>
  new Problem(
    403,
    'card-unproved',
    'Aucune carte n’a été associée : il faut se connecter par Pro Santé Connect, avec la carte CPS elle-même, ' +
      'dans la session qui l’a demandé.',
  );

const ONCE_MORE =
  'Cette connexion n’est plus valable : elle a pris trop de temps, a été commencée dans un autre navigateur, ' +
  'ou a déjà servi. Recommencez depuis la page de connexion.';
const CLOCK =
  'La connexion a été refusée : l’heure annoncée par le portail et celle de Medimail ne concordent pas. ' +
  'Recommencez dans quelques minutes ; si cela se reproduit, prévenez votre assistance.';
const UNPROVED =
  'Par sécurité, la connexion a été refusée : la réponse du portail n’a pas pu être vérifiée. ' +
  'Vous n’avez rien fait de mal. Recommencez ; si cela se reproduit, prévenez votre assistance.';

const DETAILS: Readonly<Partial<Record<Flaw, string>>> = {
  state: ONCE_MORE,
  code: ONCE_MORE,
  replay: ONCE_MORE,
  clock: CLOCK,
};

const proofRefused = (refused: ProofRefused): Problem =>
  new Problem(403, 'login-refused', DETAILS[refused.flaw] ?? UNPROVED, { cause: refused });

export const loginAbandoned = (): Problem =>
  new Problem(403, 'login-refused', 'La connexion n’a pas abouti au portail. Veuillez recommencer.');

/** What the person is told of an error of the exchange with the portal, or of a refused link; other errors stay what they are. */
export function loginProblem(error: unknown): unknown {
  if (error instanceof ProofRefused) return proofRefused(error);
  if (error instanceof Refusal) return problemOf(error);
  if (error instanceof PortalUnavailable) return unavailable(error);
  // The library's own refusals of the portal's error answers (RFC 6749, 4.1.2.1).
  if (error instanceof Error && error.name === 'AuthorizationError') return loginAbandoned();
  return error;
}

/** Why, in a word that may be logged and counted: never what was said, or by whom. */
export function reasonOf(problem: Problem): string {
  return problem.cause instanceof ProofRefused ? problem.cause.flaw : problem.code;
}
