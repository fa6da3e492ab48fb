/**
 * HTTP statuses of the refusals' codes (`…/<code>` is the problem's `type`); a code that is not here is a rule
 * broken: 409. What is 409 is listed all the same where a decider or handler says it: this is the table of them.
 */
const STATUSES: Readonly<Record<string, number>> = {
  invalid: 400,
  'draft-empty': 400,
  'invalid-cursor': 400,
  'terms-pending': 403,
  'identity-pending': 403,
  'association-refused': 403,
  'card-unproved': 403,
  'not-found': 404,
  'folder-not-found': 404,
  'address-taken': 409,
  'already-granted': 409,
  'already-linked': 409,
  'already-registered': 409,
  'already-sent': 409,
  'attachment-taken': 409,
  'card-taken': 409,
  cycle: 409,
  'default-folder': 409,
  'delegate-is-oneself': 409,
  'delegate-twice': 409,
  'drafts-only': 409,
  'idempotency-conflict': 409,
  'identity-taken': 409,
  'name-taken': 409,
  'no-legal-hold': 409,
  'not-deleted': 409,
  'not-due': 409,
  'not-empty': 409,
  'not-opened': 409,
  'parent-not-allowed': 409,
  'personal-mailbox': 409,
  'retention-too-long': 409,
  'shared-account': 409,
  'terms-outdated': 409,
  'too-deep': 409,
  'too-many-cards': 409,
  'too-many-drafts': 409,
  'too-many-folders': 409,
  'too-many-holders': 409,
  'version-taken': 409,
  changed: 412,
  'attachments-too-large': 413,
  'html-too-large': 413,
  'too-large': 413,
  'recipients-refused': 422,
  'address-refused': 422,
  'too-many-requests': 429,
  'uploads-full': 429,
};

/** The HTTP status that a refusal of this code is answered with. */
export function statusOfRefusal(code: string): number {
  return STATUSES[code] ?? 409;
}
