import { type AccessLevel } from './access.decorator.js';

/**
 * What somebody is who calls, as the guard finds it in the log: one may be several at once, and everybody whose first
 * login is finished is at least a stranger. A right over the mailbox `:m` makes its `owner` or a `user` of it. A mobile
 * `device` is what its person is, and may of that what its own column says yes to.
 */
export const standings = [
  'anonymous',
  'pending',
  'stranger',
  'delegate',
  'user',
  'owner',
  'administrator',
  'auditor',
  'device',
] as const;
export type Standing = (typeof standings)[number];

/**
 * `yes`, or what a refusal answers: 401 no session, 403 first login not finished, or not by a mobile device, 404 not
 * there for this one.
 */
export type Verdict = 'yes' | 401 | 403 | 404;

/** Who may what: one row an access level, which each route names (`@Access`). The guard executes it, and nothing else. */
export const authorization: Readonly<Record<AccessLevel, Readonly<Record<Standing, Verdict>>>> = {
  public: {
    anonymous: 'yes',
    pending: 'yes',
    stranger: 'yes',
    delegate: 'yes',
    user: 'yes',
    owner: 'yes',
    administrator: 'yes',
    auditor: 'yes',
    device: 'yes',
  },
  'first-login': {
    anonymous: 401,
    pending: 'yes',
    stranger: 'yes',
    delegate: 'yes',
    user: 'yes',
    owner: 'yes',
    administrator: 'yes',
    auditor: 'yes',
    device: 'yes',
  },
  session: {
    anonymous: 401,
    pending: 403,
    stranger: 'yes',
    delegate: 'yes',
    user: 'yes',
    owner: 'yes',
    administrator: 'yes',
    auditor: 'yes',
    device: 'yes',
  },
  // The ways in to an account are the business of a session: who finds a telephone must not add one, nor end others.
  browser: {
    anonymous: 401,
    pending: 403,
    stranger: 'yes',
    delegate: 'yes',
    user: 'yes',
    owner: 'yes',
    administrator: 'yes',
    auditor: 'yes',
    device: 403,
  },
  mailbox: {
    anonymous: 401,
    pending: 403,
    stranger: 404,
    delegate: 404,
    user: 'yes',
    owner: 'yes',
    administrator: 404,
    auditor: 404,
    device: 'yes',
  },
  administrator: {
    anonymous: 401,
    pending: 403,
    stranger: 404,
    delegate: 404,
    user: 404,
    owner: 404,
    administrator: 'yes',
    auditor: 404,
    device: 404,
  },
  auditor: {
    anonymous: 401,
    pending: 403,
    stranger: 404,
    delegate: 404,
    user: 404,
    owner: 404,
    administrator: 404,
    auditor: 'yes',
    device: 404,
  },
};

/** Whether one of these standings may what the level asks for and, where it calls, the device too. */
export function may(level: AccessLevel, caller: readonly Standing[]): boolean {
  const row = authorization[level];
  if (caller.includes('device') && row.device !== 'yes') return false;
  return caller.some((standing) => standing !== 'device' && row[standing] === 'yes');
}

/** Codes of the refusals for who calls, for the description of routes; none of what is no access level. */
export function refusalsOfAccess(level: string): readonly string[] {
  const row = new Map(Object.entries(authorization)).get(level);
  return [
    ...(row?.anonymous === 401 ? ['no-session', 'two-callers'] : []),
    ...(row?.pending === 403 ? ['terms-pending', 'identity-pending'] : []),
    ...(row?.device === 403 ? ['not-by-device'] : []),
    ...(row?.stranger === 404 ? ['not-found'] : []),
  ];
}

/** Whether a right over the mailbox `:m` decides, so that it has to be looked up. */
export function asksForMailbox(level: AccessLevel): boolean {
  const row = authorization[level];
  return row.owner === 'yes' && row.stranger !== 'yes';
}

/** The table as the documentation prints it (Markdown). */
export function printedAuthorization(): string {
  const rows = Object.entries(authorization).map(([level, row]) => [
    `\`${level}\``,
    ...standings.map((standing) => String(row[standing])),
  ]);
  const lines = [['', ...standings], ['', ...standings].map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
