import { domainToASCII } from 'node:url';

/** Dot-atom of RFC 5321, 4.1.2, in lower case; no quoted local parts. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** What could make a domain mean another host to some parser. */
const notInDomains = /[\s%/\\:?#[\]<>()"@,;]/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A mail address in the form under which it is compared and stored: trimmed, lower case, domain in A-labels
 * (RFC 5890). Undefined where it is malformed.
 */
export function normalizeAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  if (local.length > 64 || !localPart.test(local)) return undefined;
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === undefined) return undefined;
  const normal = `${local}@${domain}`;
  return normal.length <= 254 ? normal : undefined;
}

/** Each address once, as it is written first; a malformed one is compared as it is. */
export function distinctAddresses(texts: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const text of texts) {
    const address = normalizeAddress(text) ?? text;
    if (!seen.has(address)) seen.set(address, text);
  }
  return [...seen.values()];
}

/** What most domains are like: IDNA leaves them as they are, and asking it costs more than all the rest. */
const plainDomain = /^(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

function asciiDomain(text: string): string | undefined {
  if (plainDomain.test(text)) return text;
  if (notInDomains.test(text)) return undefined;
  const domain = domainToASCII(text);
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  // A numeric top label would be an IP address.
  if (labels.length < 2 || /^[0-9]+$/.test(top) || !labels.every((one) => label.test(one))) return undefined;
  return domain;
}
