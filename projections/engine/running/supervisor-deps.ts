import { type EngineDeps } from '../engine-deps.js';
import { type LiveGenerations } from '../reading/live-generations.js';
import { type PositionBoard } from '../reading/position-board.js';
import { type ProjectionRecords } from '../records/projection-record.js';

/** What an engine's own parts share. */
export interface SupervisorDeps extends EngineDeps {
  readonly records: ProjectionRecords;
  readonly live: LiveGenerations;
  readonly board: PositionBoard;
}
