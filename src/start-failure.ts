import { InvalidConfiguration } from './platform/config/load-config.js';
import { isStorageFull } from './platform/storage-full.js';

const REFUSALS = [
  'DataDirInUse',
  'DataDirUnusable',
  'MasterKeyMissing',
  'MasterKeyUnknown',
  'StoreHasServed',
];

/** What is said of a start that failed: of what somebody can mend a sentence, of anything else the stack. */
export function toldOfStart(error: unknown): string {
  if (isStorageFull(error)) return 'no room is left on the disk of DATA_DIR: make some, then start again';
  if (!(error instanceof Error)) return String(error);
  if (isTaken(error)) {
    return `port ${error.port} is in use: end the process that uses it, or set PORT or MANAGEMENT_PORT to another`;
  }
  const expected = error instanceof InvalidConfiguration || REFUSALS.includes(error.name);
  return expected ? error.message : (error.stack ?? error.message);
}

const isTaken = (error: Error): error is Error & { readonly port: number } =>
  'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
