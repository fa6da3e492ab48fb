const zone = { timeZone: 'Europe/Paris' } as const;
const day = new Intl.DateTimeFormat('fr-FR', { ...zone, day: '2-digit', month: '2-digit', year: 'numeric' });
const minute = new Intl.DateTimeFormat('fr-FR', { ...zone, hour: '2-digit', minute: '2-digit' });

/** « 16/09/2020 » */
export const date = (instant: string) => day.format(new Date(instant));

/** « 16/09/2020 à 12:37 » */
export const dateAndTime = (instant: string) => `${date(instant)} à ${minute.format(new Date(instant))}`;

const mebibyte = 1024 * 1024;

/** In Mo of 1024 × 1024 bytes, the unit of the limit. */
export function size(bytes: number): string {
  if (bytes < mebibyte / 10) return `${Math.max(1, Math.round(bytes / 1024))} Ko`;
  return `${(bytes / mebibyte).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} Mo`;
}

export const attachmentsLimit = 60 * mebibyte;

interface Party {
  readonly address: string;
  readonly name: string;
}

export const nameOf = (party: Party) => (party.name === '' ? party.address : party.name);
export const namesOf = (parties: readonly Party[]) => parties.map(nameOf).join(', ');
