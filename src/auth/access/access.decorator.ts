import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { type Request } from 'express';
import { ACCESS_EXTENSION } from '../../platform/http/described-refusals.js';

/**
 * Who may call a route: anybody; a person who is logged in and has nothing pending (`first-login`: even so; `browser`:
 * in a session, and not by a mobile device); one who may use the mailbox `:m`; one with a role.
 */
export const accesses = [
  'public',
  'session',
  'browser',
  'first-login',
  'mailbox',
  'auditor',
  'administrator',
] as const;
export type AccessLevel = (typeof accesses)[number];

export const ACCESS = 'medimail:access';

/** Says who may call the route, or all routes of the controller. A route that nobody said it of stops the start. */
export const Access = (level: AccessLevel): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, level), ApiExtension(ACCESS_EXTENSION, level));

export const UNATTENDED = 'medimail:unattended';

/**
 * A route that a window asks for by itself, again and again, as long as it is open: that prolongs no session, or nobody
 * who left a window open would ever be logged out (A1).
 */
export const Unattended = (): ClassDecorator & MethodDecorator => SetMetadata(UNATTENDED, true);

/** How the portal authenticated the person, and when. */
interface CallersAuthentication {
  readonly acr: string;
  readonly amr: readonly string[];
  readonly at: string;
}

/** What the guard found out of the caller. */
export interface CurrentPerson {
  readonly id: string;
  /** The session or, where a mobile device calls, the device: its id, and how the portal authenticated the person. */
  readonly session: { readonly id: string; readonly strongAuth: CallersAuthentication };
  /** The mobile device that calls; undefined where a session does. */
  readonly device?: string | undefined;
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
