import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { openBox, sealBox } from '../../platform/crypto/aead.js';
import { type DataKey, KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { type KeysetPosition } from '../../platform/read-models/keyset-page.js';

/** Shared by all processes; it protects what is on the wire, not what is stored. */
const CURSOR_KEY = 'system:list-cursors';

/**
 * Cursors as clients see them: encrypted, because a sort value is a name or a subject, and bound to the query that
 * they belong to.
 */
@Injectable()
export class CursorCodec implements OnModuleInit {
  constructor(@Inject(KEYRING) private readonly keyring: Keyring) {}

  /** A list is read, and writes nothing: not the key of its cursors either. */
  async onModuleInit(): Promise<void> {
    await this.key();
  }

  /** @param context what the cursor belongs to: mailbox, folder, order */
  async seal(position: KeysetPosition, context: string): Promise<string> {
    const key = await this.key();
    const plain = Buffer.from(JSON.stringify([position.value, position.id]));
    return sealBox(key, plain, Buffer.from(context)).toString('base64url');
  }

  /** @throws Refusal `invalid-cursor` for one that is not ours, or belongs to another query */
  async open(cursor: string, context: string): Promise<KeysetPosition> {
    const key = await this.key();
    try {
      const plain = openBox(key, Buffer.from(cursor, 'base64url'), Buffer.from(context));
      const [value, id] = JSON.parse(plain.toString()) as [string, string];
      return { value, id };
    } catch {
      throw new Refusal(
        'invalid-cursor',
        'Cette page de la liste n’existe pas : reprenez la liste au début.',
      );
    }
  }

  /** Found in the keyring's cache most of the time. */
  private async key(): Promise<DataKey> {
    const known = (await this.keyring.find([CURSOR_KEY])).get(CURSOR_KEY);
    return known ?? this.keyring.create({ name: CURSOR_KEY });
  }
}
