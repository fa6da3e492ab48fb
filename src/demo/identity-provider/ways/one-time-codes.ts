import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RateLimiter } from '../../../platform/http/rate-limiter.js';
import { MAIL_OUT, type MailOut } from '../../../platform/mail/mail-out.js';
import { RANDOMNESS, type Randomness } from '../../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../../platform/time/clock.js';
import { type DemoPerson } from '../../demo-people.js';

/** How long a code is good, in milliseconds. */
export const CODE_LIFE_MS = 5 * 60_000;
/** Tries of one code. */
export const CODE_TRIES = 3;
/** Codes sent to one person. */
export const CODE_LIMIT = { limit: 5, windowMs: 15 * 60_000 };
const MAX_OPEN = 10_000;

export type Channel = 'mail' | 'phone';

interface Open {
  readonly person: DemoPerson;
  readonly proof: Buffer;
  readonly expiresAt: number;
  triesLeft: number;
}

/** What became of a code that somebody entered: `over` once no try is left, or its time is. */
export type Entered = DemoPerson | 'wrong' | 'over';

/** One-time codes of six digits: five minutes, three tries, one for each login under way. */
@Injectable()
export class OneTimeCodes {
  private readonly open = new LRUCache<string, Open>({ max: MAX_OPEN });
  private readonly sent = new RateLimiter(CODE_LIMIT, () => this.clock.now().getTime());
  private readonly key: Buffer;

  constructor(
    @Inject(MAIL_OUT) private readonly mails: MailOut,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {
    this.key = randomness.bytes(32);
  }

  /**
   * Sends a new code, which takes the place of the one before.
   *
   * @returns where to, but for its most part hidden; undefined where too many were sent
   * @throws MailUnavailable
   */
  async send(login: string, person: DemoPerson, channel: Channel): Promise<string | undefined> {
    if (this.sent.hit(person.subject) > 0) return undefined;
    // 48 bits modulo a million: no code is likelier than another by more than one in 10^8.
    const code = String(this.randomness.bytes(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
    const to = channel === 'mail' ? person.contact.mail : person.contact.phone;
    await this.mails.send({
      id: this.randomness.uuid(),
      // The demonstration has no telephones: what would be a short message is a mail to the number.
      to: channel === 'mail' ? to : `${to}@sms.test`,
      subject: 'Votre code de connexion au portail',
      text: `Votre code de connexion : ${code}\n\nIl est valable cinq minutes et ne sert qu’une fois. Ne le communiquez à personne.\n`,
    });
    const expiresAt = this.clock.now().getTime() + CODE_LIFE_MS;
    this.open.set(login, { person, proof: this.proofOf(login, code), expiresAt, triesLeft: CODE_TRIES });
    return hidden(to);
  }

  enter(login: string, code: string): Entered {
    const open = this.open.get(login);
    if (open === undefined || open.triesLeft <= 0 || this.clock.now().getTime() >= open.expiresAt) {
      this.open.delete(login);
      return 'over';
    }
    open.triesLeft -= 1;
    if (timingSafeEqual(open.proof, this.proofOf(login, code.replace(/\s/g, '')))) {
      this.open.delete(login);
      return open.person;
    }
    return open.triesLeft > 0 ? 'wrong' : 'over';
  }

  private proofOf(login: string, code: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([login, code]))
      .digest();
  }
}

/** `antoine@courriel.test` → `an•••@courriel.test`, `0639980001` → `••••••••01`. */
function hidden(to: string): string {
  const [name = '', domain] = to.split('@');
  return domain === undefined
    ? `${'•'.repeat(name.length - 2)}${name.slice(-2)}`
    : `${name.slice(0, 2)}•••@${domain}`;
}
