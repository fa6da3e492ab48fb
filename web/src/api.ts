interface FieldProblem {
  readonly field?: string;
  readonly address?: string;
  readonly detail?: string;
}

/** What the API refused (RFC 9457), in French for the user. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    detail: string,
    readonly errors: readonly FieldProblem[],
  ) {
    const lines = errors.map((error) => [error.address, error.detail].filter(Boolean).join(' : '));
    super([detail, ...lines].filter(Boolean).join('\n'));
    this.name = 'Problem';
  }
}

const base = '/api/v1';

/**
 * Where the last command left its stream, of a mailbox or of the person: queries about the same carry it, so that one
 * sees what one just did, and the others wait for nothing.
 */
const after = new Map<Subject, string>();
type Subject = 'mailbox' | 'person';

export const get = <Answer>(path: string) => request<Answer>('GET', path);
export const put = <Answer>(path: string, body: unknown) => request<Answer>('PUT', path, json(body));
export const remove = <Answer>(path: string) => request<Answer>('DELETE', path);

/** @param idempotencyKey the same for a second try of the same thing */
export const post = <Answer>(path: string, body: unknown = {}, idempotencyKey?: string) =>
  request<Answer>('POST', path, json(body, idempotencyKey));

export const upload = <Answer>(path: string, file: File) =>
  request<Answer>('POST', path, {
    body: file,
    headers: {
      'Content-Type': file.type === '' ? 'application/octet-stream' : file.type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encoded(file.name)}`,
    },
  });

/** Ends the session here; the answer is the portal's logout. */
export async function logout(): Promise<string> {
  const { location } = await request<{ location: string }>('POST', '/auth/logout', {}, '');
  return location;
}

export const attachmentUrl = (mailbox: string, message: string, attachment: string) =>
  `${base}/mailboxes/${mailbox}/messages/${message}/attachments/${attachment}`;

export const changesUrl = (mailbox: string) => `${base}/mailboxes/${mailbox}/changes`;

interface Content {
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

function json(body: unknown, idempotencyKey?: string): Content {
  return {
    body: JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    },
  };
}

/** RFC 8187: `encodeURIComponent` leaves some characters that a header's parameter may not hold. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);
}

async function request<Answer>(
  method: string,
  path: string,
  content: Content = {},
  root = base,
): Promise<Answer> {
  const subject: Subject = path.startsWith('/mailboxes/') ? 'mailbox' : 'person';
  const last = after.get(subject);
  const response = await fetch(root + path, {
    method,
    body: content.body ?? null,
    headers: {
      Accept: 'application/json',
      ...(method === 'GET' && last !== undefined ? { 'X-After': last } : {}),
      ...content.headers,
    },
  });
  const reached = response.headers.get('X-After');
  if (reached !== null) after.set(subject, reached);
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function problemOf(response: Response): Promise<Problem> {
  const unknown = { detail: 'Le service ne répond pas. Veuillez réessayer dans un instant.' };
  const problem = (await response.json().catch(() => unknown)) as {
    type?: string;
    detail?: string;
    errors?: FieldProblem[];
  };
  return new Problem(response.status, problem.type ?? '', problem.detail ?? '', problem.errors ?? []);
}
