import { type JsonObject } from '../../contracts/json.js';
import { openBox, sealBox } from '../crypto/aead.js';
import { type DataKey } from '../crypto/keyring.js';

/** Where the box belongs: it opens nowhere else. */
export interface BoxPlace {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
}

/** `private` of an event as it is stored: base64 of the box over its JSON. */
export function sealPrivate(key: DataKey, place: BoxPlace, value: unknown): string {
  return sealBox(key, Buffer.from(JSON.stringify(value)), binding(place)).toString('base64');
}

/** @throws BoxNotOpened, SyntaxError */
export function openPrivate(key: DataKey, place: BoxPlace, box: string): JsonObject {
  const plain = openBox(key, Buffer.from(box, 'base64'), binding(place));
  return JSON.parse(plain.toString('utf8')) as JsonObject;
}

function binding({ stream, id, type }: BoxPlace): Buffer {
  return Buffer.from(`${stream}\0${id}\0${type}`);
}
