/** Right of every message's id: the same whatever the address of the service, so that threads hold together. */
const DOMAIN = 'medimail.fr';
const FORM = new RegExp(`^<([A-Za-z0-9_-]{1,80})@${DOMAIN.replaceAll('.', '[.]')}>$`);

/** `Message-ID` (RFC 5322, 3.6.4) of a message of ours. */
export const messageIdOf = (message: string): string => `<${message}@${DOMAIN}>`;

/** The message that a `Message-ID` names; undefined where it is not one of ours. */
export const messageOfMessageId = (id: string): string | undefined => FORM.exec(id.trim())?.[1];
