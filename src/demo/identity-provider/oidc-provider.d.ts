/** The part of `oidc-provider` (which ships no types) that the demonstration uses. */
declare module 'oidc-provider' {
  import { type IncomingMessage, type ServerResponse } from 'node:http';

  /** Where no route of the provider was asked for, a middleware sees none of what it knows of the request. */
  export type MiddlewareContext = Omit<Context, 'oidc'> & Partial<Pick<Context, 'oidc'>>;

  export interface Context {
    readonly oidc: {
      readonly route?: string;
      readonly client?: { readonly clientId: string };
      readonly session?: { readonly accountId?: string; destroy(): Promise<void> };
      readonly params?: Readonly<Record<string, string | undefined>>;
      readonly entities: Readonly<Record<string, unknown>>;
      readonly provider: Provider;
    };
    readonly cookies: { set(name: string, value: null, options?: object): void };
    type: string;
    status: number;
    body: unknown;
    redirect(url: string): void;
  }

  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, string | undefined>>;
  }

  export interface BackchannelRequest {
    readonly accountId: string;
    readonly clientId: string;
    readonly scope: string;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    proxy: boolean;
    readonly Grant: new (of: { readonly clientId: string; readonly accountId: string }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    use(middleware: (context: MiddlewareContext, next: () => Promise<void>) => Promise<void>): this;
    on(event: string, listener: (...args: unknown[]) => void): this;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Readonly<Record<string, unknown>>,
      options?: { readonly mergeWithLastSubmission?: boolean },
    ): Promise<void>;
    cookieName(kind: string): string;
    backchannelResult(
      request: BackchannelRequest,
      result: Grant | Error,
      how?: { readonly acr: string; readonly amr: readonly string[]; readonly authTime: number },
    ): Promise<void>;
  }

  export const errors: { readonly AccessDenied: new () => Error };

  export default Provider;
}
