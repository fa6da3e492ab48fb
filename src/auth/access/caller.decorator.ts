import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request } from 'express';
import { type Caller } from '../../platform/http/command-endpoint.js';
import { IDEMPOTENCY_KEY } from '../../platform/http/idempotency-key.decorator.js';
import { invalid } from '../../platform/http/problem.js';
import './access.decorator.js';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** Who sends a command, for which mailbox: a parameter of a route with the access `mailbox`. */
export const CommandCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<Request>();
  const { person, mailbox } = request;
  if (person === undefined || mailbox === undefined)
    throw new Error("@CommandCaller() on a route without the access 'mailbox'");
  const route = request.route as { readonly path: string };
  return {
    person: person.id,
    mailbox,
    device: person.device,
    route: `${request.method} ${route.path}`,
    key: idempotencyKeyOf(request.get(IDEMPOTENCY_KEY)),
  };
});

/** Who administers what: a parameter of a route with the access `administrator`, of the account `:a` where it names one. */
export const AdministratorCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller => {
    const request = context.switchToHttp().getRequest<Request>();
    const { person } = request;
    if (person === undefined) throw new Error('@AdministratorCaller() on a route without a session');
    const route = request.route as { readonly path: string };
    return {
      person: person.id,
      mailbox: typeof request.params.a === 'string' ? request.params.a : '',
      route: `${request.method} ${route.path}`,
      key: idempotencyKeyOf(request.get(IDEMPOTENCY_KEY)),
    };
  },
);

function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (KEY.test(header)) return header;
  throw invalid([
    {
      field: IDEMPOTENCY_KEY,
      code: 'malformed',
      detail: 'De 1 à 200 caractères imprimables sont attendus.',
    },
  ]);
}
