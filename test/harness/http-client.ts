/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test names what it expects of the body
  readonly json: any;
}

export interface Asked {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: Uint8Array | ReadableStream<Uint8Array> | URLSearchParams | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a browser would do with cookies and redirections, for tests that speak HTTP. */
export class HttpClient {
  /** Told of every answer: method, path, status. */
  static readonly observers = new Set<(method: string, path: string, status: number) => void>();

  private readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  /** One request; redirections are answers. */
  async ask(path: string, asked: Asked = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...asked.headers };
    if (this.cookies.size > 0) headers.Cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    if (asked.json !== undefined) headers['Content-Type'] ??= 'application/json';
    const body = asked.json === undefined ? asked.body : JSON.stringify(asked.json);
    const method = methodOf(asked, body);
    const response = await fetch(new URL(path, this.origin), {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body, duplex: 'half' }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    tell(method, path, response.status);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json(): unknown {
        return JSON.parse(text);
      },
    };
  }

  /** Follows redirections until an answer that is none. */
  async follow(path: string, asked: Asked = {}): Promise<Answer> {
    let answer = await this.ask(path, asked);
    for (let hops = 0; hops < 15 && answer.status >= 300 && answer.status < 400; hops++) {
      const location = answer.headers.get('Location') ?? '';
      answer = await this.ask(new URL(location, this.origin).toString());
    }
    return answer;
  }

  /** What says who calls, for a GET that is not made by {@link ask}. */
  async credentials(_path: string): Promise<Readonly<Record<string, string>>> {
    return { Cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') };
  }

  get cookieNames(): readonly string[] {
    return [...this.cookies.keys()];
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

const methodOf = ({ method }: Asked, body: unknown): string =>
  method ?? (body === undefined ? 'GET' : 'POST');

function tell(method: string, path: string, status: number): void {
  for (const see of HttpClient.observers) see(method, path, status);
}
