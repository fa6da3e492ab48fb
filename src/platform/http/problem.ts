/** One thing wrong with a request; `code` is stable, `detail` French for the user. */
export interface ProblemField {
  readonly field: string;
  readonly code: string;
  readonly detail: string;
  readonly address?: string;
  /** What was named and cannot be used: an upload. */
  readonly id?: string;
}

export interface ProblemOptions {
  readonly errors?: readonly ProblemField[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** `type` of every problem begins so; what follows is the problem's code, stable. */
export const PROBLEM_BASE = 'https://medimail.fr/problems/';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Requête invalide',
  401: 'Connexion nécessaire',
  403: 'Accès refusé',
  404: 'Introuvable',
  405: 'Méthode non permise',
  408: 'Demande interrompue',
  409: 'Action impossible',
  412: 'Modifié entre-temps',
  413: 'Trop volumineux',
  415: 'Format non pris en charge',
  416: 'Plage invalide',
  421: 'Adresse du service inconnue',
  422: 'Adresse refusée',
  429: 'Trop de demandes',
  500: 'Erreur interne',
  503: 'Service momentanément indisponible',
  507: 'Espace de stockage plein',
};

/** An answer other than success (RFC 9457). Thrown anywhere below a controller or a middleware. */
export class Problem extends Error {
  readonly errors: readonly ProblemField[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    /** Ends the `type`: `not-found`, `terms-pending`, … */
    readonly code: string,
    /** In French, for the user. */
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(`${status} ${code}`, { cause: options.cause });
    this.name = 'Problem';
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  get title(): string {
    return TITLES[this.status] ?? 'Erreur';
  }

  toJSON(): Record<string, unknown> {
    const { status, title, detail, errors } = this;
    const body = { type: `${PROBLEM_BASE}${this.code}`, title, status, detail };
    return errors.length > 0 ? { ...body, errors } : body;
  }
}

/* The problems that more than one place answers. */

export const notFound = (): Problem =>
  new Problem(404, 'not-found', 'Cette page ou cet élément n’existe pas.');

export const noSession = (): Problem =>
  new Problem(401, 'no-session', 'Votre session est terminée. Veuillez vous reconnecter.');

export const invalid = (errors: readonly ProblemField[]): Problem =>
  new Problem(400, 'invalid', 'La demande contient des erreurs.', { errors });

export const tooLarge = (detail: string): Problem => new Problem(413, 'too-large', detail);

export const tooMany = (retryAfterSeconds: number): Problem =>
  new Problem(429, 'too-many-requests', 'Trop de demandes. Veuillez patienter.', {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });

export const unavailable = (cause?: unknown): Problem =>
  new Problem(503, 'unavailable', 'Le service est momentanément indisponible. Veuillez réessayer.', {
    headers: { 'Retry-After': '5' },
    cause,
  });
