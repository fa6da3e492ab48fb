import { Refusal } from '../../contracts/decider.js';

/** The key was used with another body (409 `…/idempotency-conflict`). */
export class IdempotencyConflict extends Refusal {
  constructor() {
    super('idempotency-conflict', 'Cette clé d’idempotence a déjà servi pour une autre demande.');
    this.name = 'IdempotencyConflict';
  }
}

/** The first call with this key has not answered yet (503 with `Retry-After`). */
export class IdempotencyInProgress extends Error {
  constructor() {
    super('a call with the same idempotency key is running');
    this.name = 'IdempotencyInProgress';
  }
}
