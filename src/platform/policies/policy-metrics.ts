import { Counter, Gauge, type Registry } from 'prom-client';

/** What operators watch. Labels are names of policies, event types and categories: never an id. */
export class PolicyMetrics {
  private readonly lags = new Map<string, () => number>();
  private readonly parkedEvents: Gauge<'policy'>;
  private readonly parkings: Counter<'policy' | 'category'>;
  private readonly answers: Counter<'policy' | 'type'>;
  private readonly retries: Counter<'policy'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['policy'] as const;
    const name = (rest: string) => `medimail_policy_${rest}`;
    const { lags } = this;
    new Gauge({
      name: name('lag_seconds'),
      help: 'How far a policy is behind the log, in seconds; 0 when it has caught up.',
      labelNames,
      registers,
      collect() {
        for (const [policy, seconds] of lags) this.set({ policy }, seconds());
      },
    });
    this.parkedEvents = new Gauge({
      name: name('parked_events'),
      help: 'Events that a policy could not answer.',
      labelNames,
      registers,
    });
    this.parkings = new Counter({
      name: name('parked_total'),
      help: 'Events parked, by category.',
      labelNames: ['policy', 'category'],
      registers,
    });
    this.answers = new Counter({
      name: name('answers_total'),
      help: 'Events answered, by type.',
      labelNames: ['policy', 'type'],
      registers,
    });
    this.retries = new Counter({
      name: name('retries_total'),
      help: 'Answers tried again, and times that a policy began again after an error.',
      labelNames,
      registers,
    });
  }

  /** @param seconds asked for whenever the metrics are read */
  watchLag(policy: string, seconds: () => number): void {
    this.lags.set(policy, seconds);
  }

  setParked(policy: string, events: number): void {
    this.parkedEvents.set({ policy }, events);
  }

  parked(policy: string, category: string): void {
    this.parkings.inc({ policy, category });
  }

  answered(policy: string, type: string): void {
    this.answers.inc({ policy, type });
  }

  retried(policy: string): void {
    this.retries.inc({ policy });
  }
}
