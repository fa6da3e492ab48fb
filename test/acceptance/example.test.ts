import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWhere } from '../harness/availability.js';
import { Product } from '../harness/product.js';

/* The example of README, as README says to run it. */

const script = fileURLToPath(new URL('../../docs/examples/send-and-read.sh', import.meta.url));
const curl = spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0;

describeWhere(curl ? null : 'needs curl on the PATH', 'docs/examples/send-and-read.sh', () => {
  let product: Product | undefined;
  beforeAll(async () => {
    product = await Product.start();
    // Later than the messages of the demonstration: the newest is what the script sends.
    product.clock.advance(60_000);
  });
  afterAll(() => product?.stop());

  it('sends a message with an attachment, and reads it as another person', async () => {
    const { stdout } = await promisify(execFile)('sh', [script, product?.url ?? ''], { timeout: 60_000 });
    const [sent, listed, opened, attachment] = stdout.trim().split('\n');
    expect(sent).toBe(`Sent: ${listed ?? ''}`);
    expect(opened).toMatch(/^Ouverture par claire\.pradel@medimail\.test le /);
    expect(attachment).toBe('Bonjour');
  });
});
