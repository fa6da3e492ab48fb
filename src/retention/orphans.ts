import { Inject, Injectable } from '@nestjs/common';
import { CONTENT_STORE, type ContentStore } from '../platform/content/content-store.js';
import { deleteOrphans } from '../platform/content/delete-orphans.js';
import { KEYRING, type Keyring } from '../platform/crypto/keyring.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Contents that no key refers to: what a crash left between a content and its key goes after a day. */
@Injectable()
export class Orphans {
  /** Contents written before were looked at; undefined until the first search of this process, which looks at all. */
  private searched: Date | undefined;

  constructor(
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Once an hour; in between it does nothing. */
  async remove(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - DAY_MS);
    const from = this.searched;
    if (from !== undefined && before.getTime() < from.getTime() + HOUR_MS) return;
    const { contents, keyring } = this;
    await deleteOrphans({ contents, keyring, before, ...(from && { from }) });
    this.searched = before;
  }
}
