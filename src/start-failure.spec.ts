import { describe, expect, it } from 'vitest';
import { DataDirInUse, DataDirUnusable } from './platform/embedded/data-dir-lock.js';
import { DocumentsUnavailable } from './platform/documents/documents.errors.js';
import { MasterKeyUnknown } from './platform/crypto/master-key.js';
import { toldOfStart } from './start-failure.js';

const coded = (code: string) => Object.assign(new Error(`${code}: write`), { code });

describe('what is said of a start that failed', () => {
  it('is a sentence where somebody can mend it', () => {
    expect(toldOfStart(new DataDirInUse('/data'))).toMatch(
      /^another process is using the data folder \/data/,
    );
    expect(toldOfStart(new DataDirUnusable('/data'))).toMatch(/^DATA_DIR \/data is no folder/);
    expect(toldOfStart(new MasterKeyUnknown('master:1'))).toMatch(
      /none of the master keys given \(MASTER_KEY/,
    );
  });

  it.each([
    coded('ENOSPC'),
    coded('EDQUOT'),
    new DocumentsUnavailable('insert', { cause: coded('SQLITE_FULL') }),
    new DataDirUnusable('/data', { cause: coded('ENOSPC') }),
  ])('is that the disk is full, whoever met it', (error) => {
    expect(toldOfStart(error)).toBe('no room is left on the disk of DATA_DIR: make some, then start again');
  });

  it('names the port that somebody else uses', () => {
    const error = Object.assign(coded('EADDRINUSE'), { port: 3000 });
    expect(toldOfStart(error)).toMatch(/^port 3000 is in use: .* MANAGEMENT_PORT to another$/);
  });

  it('is the stack of what nobody expected', () => {
    const error = coded('EIO');
    expect(toldOfStart(error)).toBe(error.stack);
    expect(toldOfStart('no error')).toBe('no error');
  });
});
