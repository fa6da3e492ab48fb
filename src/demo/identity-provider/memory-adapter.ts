import { LRUCache } from 'lru-cache';

type Payload = Record<string, unknown> & {
  uid?: string;
  userCode?: string;
  grantId?: string;
  consumed?: number;
};

/** Entries at most; the ones not used for longest go first. */
const MAX_ENTRIES = 20_000;

/** What `oidc-provider` calls an adapter, for one model. */
export class MemoryAdapter {
  constructor(
    private readonly model: string,
    private readonly entries: LRUCache<string, Payload>,
  ) {}

  upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
    this.entries.set(this.key(id), payload, expiresIn === undefined ? {} : { ttl: expiresIn * 1000 });
    return Promise.resolve();
  }

  find(id: string): Promise<Payload | undefined> {
    return Promise.resolve(this.entries.get(this.key(id)));
  }

  findByUid(uid: string): Promise<Payload | undefined> {
    return Promise.resolve(this.where((payload) => payload.uid === uid));
  }

  findByUserCode(userCode: string): Promise<Payload | undefined> {
    return Promise.resolve(this.where((payload) => payload.userCode === userCode));
  }

  consume(id: string): Promise<void> {
    const payload = this.entries.get(this.key(id));
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.entries.delete(this.key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of this.entries) if (payload.grantId === grantId) this.entries.delete(key);
    return Promise.resolve();
  }

  private key(id: string): string {
    return `${this.model}:${id}`;
  }

  private where(wanted: (payload: Payload) => boolean): Payload | undefined {
    for (const [key, payload] of this.entries) {
      if (key.startsWith(`${this.model}:`) && wanted(payload)) return payload;
    }
    return undefined;
  }
}

/** Adapters of one provider share their entries. */
export function memoryAdapters(): (model: string) => MemoryAdapter {
  const entries = new LRUCache<string, Payload>({ max: MAX_ENTRIES });
  return (model) => new MemoryAdapter(model, entries);
}
