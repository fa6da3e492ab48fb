import { Logger } from '@nestjs/common';
import { InvalidConfiguration, loadConfig } from './platform/config/load-config.js';
import { startService } from './service.js';

try {
  const { url, managementUrl } = await startService(loadConfig(process.env));
  const where = url === undefined ? managementUrl : `${url} (management: ${managementUrl})`;
  new Logger('medimail').log(`ready at ${where}`);
} catch (error) {
  // What somebody has to mend is told in a sentence, without a stack; the log may not be there yet.
  const expected = error instanceof InvalidConfiguration || isStartRefusal(error);
  const said = error instanceof Error ? (expected ? error.message : error.stack) : String(error);
  process.stderr.write(`${said}\n`);
  process.exit(1);
}

function isStartRefusal(error: unknown): boolean {
  const refusals = ['DataDirInUse', 'DataDirUnusable', 'MasterKeyMissing', 'StoreHasServed'];
  return error instanceof Error && refusals.includes(error.name);
}
