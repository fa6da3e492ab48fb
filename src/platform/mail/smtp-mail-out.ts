import { createTransport } from 'nodemailer';
import { isLoopback } from '../config/loopback.js';
import { type Clock } from '../time/clock.js';
import { type Mail, type MailOut } from './mail-out.js';
import { MailRefused, MailUnavailable } from './mail.errors.js';
import { mimeOf } from './mime-of.js';

/** Of a connection, a greeting, and a silence of the server, in milliseconds. */
const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 5_000,
};

export interface SmtpOptions {
  /** `smtps://user:password@host:465`, or `smtp://…:587`, which must then offer STARTTLS. */
  readonly url: string;
  readonly from: string;
  readonly clock: Clock;
  /** A certificate authority (PEM) besides the system's. */
  readonly ca?: string;
  readonly timeouts?: Partial<typeof TIMEOUTS>;
}

/** SMTP (RFC 5321) over TLS. A server of this machine may be spoken to without. */
export class SmtpMailOut implements MailOut {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(private readonly options: SmtpOptions) {
    const { protocol, hostname, port, username, password } = new URL(options.url);
    const secure = protocol === 'smtps:';
    this.transport = createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      requireTLS: !secure && !isLoopback(hostname),
      ...(username === ''
        ? {}
        : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      tls: { minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) },
      disableFileAccess: true,
      disableUrlAccess: true,
      ...TIMEOUTS,
      ...options.timeouts,
    });
  }

  async send(mail: Mail): Promise<void> {
    const { from, clock } = this.options;
    const raw = await mimeOf(mail, from, clock.now());
    try {
      await this.transport.sendMail({ envelope: { from, to: [mail.to] }, raw });
    } catch (error) {
      const codes = codesOf(error);
      throw isRefusal(codes) ? new MailRefused({ cause: codes }) : new MailUnavailable({ cause: codes });
    }
  }
}

/** A permanent negative reply to the mail itself (RFC 5321, 4.2.1): one to the login is the operator's affair. */
function isRefusal({ code, responseCode }: ReturnType<typeof codesOf>): boolean {
  const ofTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return ofTheMail && responseCode >= 500 && responseCode < 600;
}

/** What servers say of a mail repeats its address: of their answer only the codes are kept. */
function codesOf(error: unknown): { readonly code: string; readonly responseCode: number } {
  const { responseCode, code } = error as { readonly responseCode?: unknown; readonly code?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
  };
}
