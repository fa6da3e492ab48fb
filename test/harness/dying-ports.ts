import { vi } from 'vitest';

/** The process is gone: nothing that it would have done comes to be. */
export class ProcessDied extends Error {
  constructor() {
    super('the process died');
    this.name = 'ProcessDied';
  }
}

/** A method of a port, and whether it still does its work before the process dies. */
export interface Step {
  readonly port: object;
  readonly method: string;
  readonly when: 'before' | 'after';
}

/** Lets a call of the port be the last: `calls` of them are answered before it. @returns what takes it back */
export function dyingAt({ port, method, when }: Step, calls = 0): () => void {
  const target = port as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const real = target[method];
  if (real === undefined) throw new Error(`the port has no ${method}`);
  let left = calls;
  const spy = vi.spyOn(target, method).mockImplementation(async (...args) => {
    if (left-- > 0) return real.apply(port, args);
    if (when === 'after') await real.apply(port, args);
    throw new ProcessDied();
  });
  return () => spy.mockRestore();
}
