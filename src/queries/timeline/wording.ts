import {
  type TimelineDocument,
  type TimelineEntryType,
} from '../../contracts/documents/read-model.documents.js';
import { type By } from '../../contracts/events/schemas.js';
import { parisDateTime } from '../../platform/time/paris-date-time.js';

/** What each event of a message is called for its readers (manual 3.2.3; C8). */
const nouns: Readonly<Record<TimelineEntryType, string>> = {
  sealed: 'Scellement',
  sent: 'Envoi',
  delivered: 'Remise',
  opened: 'Ouverture',
  unread: 'Marquage comme non lu',
  exported: 'Export',
  taken: 'Prise en charge',
  released: 'Prise en charge levée',
  moved: 'Déplacement',
  deleted: 'Suppression',
  'deleted-forever': 'Suppression définitive',
  restored: 'Restauration',
  'copy-expired': 'Expiration de la copie',
  expired: 'Expiration',
};

/** A delivery is to somebody, a copy is somebody's, everything else is by somebody. */
const prepositions: Partial<Record<TimelineEntryType, string>> = { delivered: 'à', 'copy-expired': 'de' };

type Worded = Pick<TimelineDocument['entries'][number], 'type' | 'at' | 'automatic'>;

/**
 * « Ouverture par mennebeuf.a@mipih.fr le 16/09/2020 à 12:37 », in the time of Paris. An account that several
 * people use is named with the person.
 */
export function timelineSentence({ type, at, automatic }: Worded, by: By | undefined): string {
  const what = `${nouns[type]}${automatic === true ? ' automatique' : ''}`;
  const who =
    by === undefined
      ? ''
      : ` ${prepositions[type] ?? 'par'} ${by.address}${by.person === undefined ? '' : ` (${by.person})`}`;
  return `${what}${who} le ${parisDateTime(at)}`;
}
