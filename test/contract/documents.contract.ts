import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Databases } from '../../src/platform/documents/documents.js';
import { bulkFailureCases } from './documents/bulk-failure.cases.js';
import { concurrencyCases } from './documents/concurrency.cases.js';
import {
  type ContractContext,
  type Doc,
  type DocumentsTarget,
  inserted,
  uniqueName,
} from './documents/contract-context.js';
import { cursorCases } from './documents/cursor.cases.js';
import { filterCases } from './documents/filter.cases.js';
import { indexCases } from './documents/index.cases.js';
import { projectionCases } from './documents/projection.cases.js';
import { sortCases } from './documents/sort.cases.js';
import { uniqueCases } from './documents/unique.cases.js';
import { updateCases } from './documents/update.cases.js';
import { valueCases } from './documents/values.cases.js';
import { writeCases } from './documents/write.cases.js';

export { type DocumentsTarget } from './documents/contract-context.js';

/**
 * What a documents engine is: every adapter runs this suite, within a `describe` of its own. Its
 * collections stay: an adapter gives it databases of its own.
 */
export function documentsContract(target: DocumentsTarget): void {
  let databases: Databases;
  beforeAll(async () => {
    databases = await target.open();
  });
  afterAll(async () => {
    await databases.close();
    await target.stop?.();
  });
  const deviations = new Set(target.deviations);
  const context: ContractContext = {
    check(name, test) {
      (deviations.delete(name) ? it.fails : it)(name, test);
    },
    get databases() {
      return databases;
    },
    get store() {
      return databases.database('read-models');
    },
    fresh() {
      return context.store.collection<Doc>(uniqueName());
    },
    async holding(...documents) {
      const collection = context.fresh();
      await collection.bulkWrite(documents.map(inserted));
      return collection;
    },
  };
  writeCases(context);
  bulkFailureCases(context);
  filterCases(context);
  sortCases(context);
  projectionCases(context);
  updateCases(context);
  uniqueCases(context);
  indexCases(context);
  valueCases(context);
  concurrencyCases(context);
  cursorCases(context);
  it('every known deviation is a case', () => {
    expect([...deviations]).toEqual([]);
  });
}
