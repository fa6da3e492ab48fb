import { type Position } from '../event-store.js';

/** A place in EventStoreDB's transaction log: byte offsets, growing and never consecutive. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const DIGITS = 20;
const FORM = /^(\d{20})-(\d{20})$/;

/** What a server answers where it knows no position: 2^64 - 1, which no log reaches. */
const NOT_TOLD = 0xffff_ffff_ffff_ffffn;

/** Stands in for the position of an event that was read from a stream of a server which does not tell it. */
export const UNTOLD_POSITION = '' as Position;

/** `<commit>-<prepare>`, each padded to twenty digits, so that the order of the strings is that of the log. */
export function toPosition(position: LogPosition): Position {
  const padded = (offset: bigint): string => offset.toString().padStart(DIGITS, '0');
  return `${padded(position.commit)}-${padded(position.prepare)}` as Position;
}

/** @throws RangeError where the string is no position of this adapter (a checkpoint of another store, say) */
export function fromPosition(position: Position): LogPosition {
  const [, commit, prepare] = FORM.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new RangeError('not a position of EventStoreDB');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** False for what a server answers in place of a position that it does not know. */
export function isTold(position: LogPosition | undefined): position is LogPosition {
  return position !== undefined && position.commit !== NOT_TOLD && position.prepare !== NOT_TOLD;
}
