import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { documentsContract } from './documents.contract.js';

describe('documents contract: embedded', () => {
  let folder: string;
  documentsContract({
    async open() {
      folder = await mkdtemp(join(tmpdir(), 'medimail-documents-'));
      return openEmbeddedDatabases(folder);
    },
    stop: () => rm(folder, { recursive: true }),
  });
});
