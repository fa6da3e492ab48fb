import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type EventWeight } from './folding/fold.js';

/** What operators watch. Labels are names of projections, event types and categories: never an id. */
export class EngineMetrics {
  private readonly lags = new Map<string, () => number>();
  private readonly parkedStreams: Gauge<'projection'>;
  private readonly parkings: Counter<'projection' | 'category'>;
  private readonly batches: Histogram<'projection'>;
  private readonly events: Counter<'projection' | 'type'>;
  private readonly seconds: Counter<'projection' | 'type'>;
  private readonly retries: Counter<'projection'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['projection'] as const;
    const byType = ['projection', 'type'] as const;
    const name = (rest: string) => `medimail_projection_${rest}`;
    const { lags } = this;
    new Gauge({
      name: name('lag_seconds'),
      help: 'How far a projection is behind the log, in seconds; 0 when it has caught up.',
      labelNames,
      registers,
      collect() {
        for (const [projection, seconds] of lags) this.set({ projection }, seconds());
      },
    });
    this.parkedStreams = new Gauge({
      name: name('parked_streams'),
      help: 'Streams that wait behind a poison event.',
      labelNames,
      registers,
    });
    this.parkings = new Counter({
      name: name('parked_total'),
      help: 'Poison events parked, by category.',
      labelNames: ['projection', 'category'],
      registers,
    });
    this.batches = new Histogram({
      name: name('batch_events'),
      help: 'Events of a batch.',
      labelNames,
      buckets: [1, 2, 5, 10, 50, 100, 250, 500, 1000],
      registers,
    });
    this.events = new Counter({
      name: name('events_total'),
      help: 'Events folded, by type.',
      labelNames: byType,
      registers,
    });
    this.seconds = new Counter({
      name: name('event_seconds_total'),
      help: 'Time spent on events, by type: a batch is shared out by the documents touched.',
      labelNames: byType,
      registers,
    });
    this.retries = new Counter({
      name: name('retries_total'),
      help: 'Times that a runner began again after an error.',
      labelNames,
      registers,
    });
  }

  /** @param seconds asked for whenever the metrics are read */
  watchLag(projection: string, seconds: () => number): void {
    this.lags.set(projection, seconds);
  }

  setParked(projection: string, streams: number): void {
    this.parkedStreams.set({ projection }, streams);
  }

  parked(projection: string, category: string): void {
    this.parkings.inc({ projection, category });
  }

  retried(projection: string): void {
    this.retries.inc({ projection });
  }

  batch(projection: string, seconds: number, weights: ReadonlyMap<string, EventWeight>): void {
    let events = 0;
    let documents = 0;
    for (const weight of weights.values()) {
      events += weight.events;
      documents += weight.documents;
    }
    this.batches.observe({ projection }, events);
    for (const [type, weight] of weights) {
      this.events.inc({ projection, type }, weight.events);
      this.seconds.inc({ projection, type }, (seconds * weight.documents) / Math.max(documents, 1));
    }
  }
}
