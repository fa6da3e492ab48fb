import { Refusal } from '../../contracts/decider.js';
import { problemOf } from '../../platform/http/problem-of.js';
import { Problem, unavailable } from '../../platform/http/problem.js';
import { PortalUnavailable, ProofRefused } from '../oidc/portal.js';

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

const proofRefused = (cause: unknown): Problem =>
  new Problem(403, 'login-refused', 'La connexion n’a pas pu être vérifiée. Veuillez recommencer.', {
    cause,
  });

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
