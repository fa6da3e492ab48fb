import { setTimeout } from 'node:timers/promises';
import { keysRotate } from '../../src/cli/keys-rotate.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { interruptedDatabases } from '../harness/interrupted-databases.js';

/* Rotates the master key of the folder given; before the write of the number given it waits to be killed. */
const [folder = '', stopAt = ''] = process.argv.slice(2);
const databases = openEmbeddedDatabases(folder);
let writes = 0;
const stopped = interruptedDatabases(databases, async () => {
  if (++writes !== Number(stopAt)) return;
  process.stdout.write('waiting\n');
  await setTimeout(60_000);
});
const { rewrapped } = await keysRotate({ databases: stopped, dataDir: folder, production: false });
process.stdout.write(`done ${rewrapped}\n`);
await databases.close();
