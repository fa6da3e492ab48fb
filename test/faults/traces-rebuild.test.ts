import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../../projections/all-projections.js';
import { ProjectionEngine } from '../../projections/engine/engine.js';
import { Housekeeping } from '../../src/retention/housekeeping.js';
import { Product } from '../harness/product.js';
import { textsOfMail, writeExpiringMail } from '../harness/traces/expiring-mail.js';
import { filesOf, found } from '../harness/traces/haystacks.js';

/** A version that was replaced stays a minute for the queries of other processes. */
const PATIENCE_MS = 120_000;

describe('a message that expires while every read model is built anew', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
    await writeExpiringMail(await product.person('antoine.mennebeuf'), await product.person('claire.pradel'));
  }, 60_000);
  afterAll(() => product.stop());

  it('is nowhere, in neither version, once both are done with it (R1, G5)', async () => {
    const engine = product.app.get(ProjectionEngine);
    const housekeeping = product.app.get(Housekeeping, { strict: false });
    const traces = () => found(textsOfMail, filesOf(product.dataDir));
    expect(await traces()).not.toEqual([]);
    product.clock.set('2027-02-24T12:00:00.000Z');
    for (const { name } of allProjections) await engine.requestRebuild(name);
    expect(await housekeeping.run()).toMatchObject({ failed: 0 });
    const until = Date.now() + PATIENCE_MS;
    let left = await traces();
    while (left.length > 0 && Date.now() < until) {
      await pause(1_000);
      await housekeeping.run();
      left = await traces();
    }
    expect(left).toEqual([]);
  });
});
