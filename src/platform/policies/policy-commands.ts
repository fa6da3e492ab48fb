import { type CommandOutcome } from '../management/command-line.js';
import { type PolicyEngine, type PolicyStatus, UnknownPolicy } from './policy-engine.js';

/** `policies status`: a line for each policy, and one for each event that it has parked. */
export async function policiesStatus(engine: Pick<PolicyEngine, 'status'>): Promise<CommandOutcome> {
  return { exitCode: 0, lines: (await engine.status()).flatMap(linesOf) };
}

/** `policies retry-parked [NAME]`: of one policy, or of each that has parked something. */
export async function retryParked(
  engine: Pick<PolicyEngine, 'status' | 'retryParked'>,
  name: string | undefined,
): Promise<CommandOutcome> {
  const waiting = name === undefined ? await namesOfWaiting(engine) : [name];
  if (waiting.length === 0) return { exitCode: 0, lines: ['nothing is parked'] };
  let left = 0;
  const lines: string[] = [];
  for (const policy of waiting) {
    try {
      const parked = await engine.retryParked(policy);
      left += parked.length;
      lines.push(`${policy}: ${parked.length} events parked`);
    } catch (error) {
      if (!(error instanceof UnknownPolicy)) throw error;
      return { exitCode: 2, lines: [error.message] };
    }
  }
  return { exitCode: left === 0 ? 0 : 1, lines };
}

async function namesOfWaiting(engine: Pick<PolicyEngine, 'status'>): Promise<string[]> {
  return (await engine.status()).filter(({ parked }) => parked.length > 0).map(({ name }) => name);
}

function linesOf({ name, checkpoint, caughtUp, lagSeconds, parked }: PolicyStatus): string[] {
  const parts = [
    name,
    caughtUp ? 'caught up' : 'behind',
    `at ${checkpoint ?? 'the start'}`,
    `${lagSeconds.toFixed(1)} s behind`,
    `${parked.length} parked`,
  ];
  return [
    parts.join(', '),
    ...parked.map((one) => `  ${one.stream}@${one.revision} at ${one.position} (${one.category})`),
  ];
}
