import { Injectable } from '@nestjs/common';

/** Something that must be so before the service takes requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** Answers true, false, or throws; five seconds at most. */
  ready(): Promise<boolean>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

const TIME_LIMIT_MS = 5_000;

/** The checks of `/health/ready`: each part of the service adds its own when its module starts. */
@Injectable()
export class ReadinessChecks {
  private readonly checks: ReadinessCheck[] = [];

  add(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  async run(): Promise<Readiness> {
    const results = await Promise.all(
      this.checks.map(async (check) => [check.name, await within(check)] as const),
    );
    return { ready: results.every(([, ready]) => ready), checks: Object.fromEntries(results) };
  }
}

async function within(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIME_LIMIT_MS);
  });
  try {
    return await Promise.race([check.ready(), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
