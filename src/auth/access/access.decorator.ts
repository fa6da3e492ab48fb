import {
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { type Request } from 'express';
import { type LoggedIn } from '../sessions/session-document.js';

/**
 * Who may call a route: anybody; a person who is logged in and has nothing pending (`first-login`: even so);
 * one who may use the mailbox `:m`; one with a role.
 */
export const accesses = ['public', 'session', 'first-login', 'mailbox', 'auditor', 'administrator'] as const;
export type AccessLevel = (typeof accesses)[number];

export const ACCESS = 'medimail:access';

/** Says who may call the route, or all routes of the controller. A route that nobody said it of stops the start. */
export const Access = (level: AccessLevel): CustomDecorator => SetMetadata(ACCESS, level);

/** What the guard found out of the caller. */
export interface CurrentPerson {
  readonly id: string;
  readonly session: LoggedIn;
}

declare module 'express' {
  interface Request {
    person?: CurrentPerson;
    /** The mailbox `:m`, checked. */
    mailbox?: string;
  }
}

/** The person who calls: a parameter of a route with any access but `public`. */
export const CurrentPerson = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CurrentPerson => {
    const { person } = context.switchToHttp().getRequest<Request>();
    if (person === undefined) throw new Error('@CurrentPerson() on a route without a session');
    return person;
  },
);

/** The id of the mailbox acted for: a parameter of a route with the access `mailbox`. */
export const CurrentMailbox = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { mailbox } = context.switchToHttp().getRequest<Request>();
  if (mailbox === undefined) throw new Error("@CurrentMailbox() on a route without the access 'mailbox'");
  return mailbox;
});
