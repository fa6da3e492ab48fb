import { Logger } from '@nestjs/common';
import { loadConfig } from './platform/config/load-config.js';
import { startService } from './service.js';
import { toldOfStart } from './start-failure.js';

try {
  const { url, managementUrl } = await startService(loadConfig(process.env));
  const where = url === undefined ? managementUrl : `${url} (management: ${managementUrl})`;
  new Logger('medimail').log(`ready at ${where}`);
} catch (error) {
  // The log may not be there yet.
  process.stderr.write(`${toldOfStart(error)}\n`);
  process.exit(1);
}
