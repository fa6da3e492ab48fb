import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { mayUse } from '../../accounts/mailbox.state.js';
import { type PersonState } from '../../accounts/person.decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { noSession, notFound, Problem } from '../../platform/http/problem.js';
import { DeviceCallers, isDeviceCall } from '../devices/device-callers.js';
import { type LoggedIn } from '../sessions/session-document.js';
import { loggedInOf } from '../sessions/session.middleware.js';
import { Sessions } from '../sessions/sessions.js';
import { ACCESS, type AccessLevel, type CurrentPerson, UNATTENDED } from './access.decorator.js';
import { asksForMailbox, authorization, may, type Standing } from './authorization-table.js';
import { pendingProblem, Persons } from './persons.js';

/** Who calls: in a session of theirs, or by a mobile device. */
interface Found {
  readonly current: CurrentPerson;
  readonly person: PersonState;
}

/**
 * Decides who may call, by the table of `authorization-table.ts`, from the log as it is now: 401 without a session or
 * device, 403 while the first login is not finished, whatever the id, 404 for what belongs to somebody else and for a
 * role that one lacks.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly persons: Persons,
    private readonly devices: DeviceCallers,
    private readonly sessions: Sessions,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const level = this.levelOf(context);
    if (may(level, ['anonymous'])) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { current, person } = await this.callerOf(request, context);
    request.person = current;
    const by: Standing[] = current.device === undefined ? [] : ['device'];
    if (may(level, ['pending', ...by])) return true;
    const [first] = await this.persons.pendingOf(person);
    if (first !== undefined) throw pendingProblem(first);
    const standings: Standing[] = ['stranger', ...person.roles, ...by];
    if (asksForMailbox(level)) standings.push(await this.standingIn(request, current.id, person));
    if (may(level, standings)) return true;
    throw by.length > 0 && authorization[level].device === 403 ? notByDevice() : notFound();
  }

  /** @throws Problem 401, 429 */
  private async callerOf(request: Request, context: ExecutionContext): Promise<Found> {
    if (isDeviceCall(request)) {
      const { claims, device, state } = await this.devices.of(request);
      const session = { id: claims.device, strongAuth: device.strongAuth };
      return { current: { id: claims.person, session, device: claims.device }, person: state };
    }
    const session = loggedInOf(request);
    const person = session && (await this.persons.find(session.person));
    if (session === undefined || person === undefined) throw noSession();
    await this.prolong(request, session, context);
    return { current: { id: session.person, session }, person };
  }

  /** A session that cannot be prolonged ends a little sooner: what was asked for is answered all the same. */
  private async prolong(request: Request, session: LoggedIn, context: ExecutionContext): Promise<void> {
    if (this.metadataOf(UNATTENDED, context) === true) return;
    await this.sessions.touch(request.sessionID, session).catch(() => undefined);
  }

  private levelOf(context: ExecutionContext): AccessLevel {
    const level = this.metadataOf(ACCESS, context) as AccessLevel | undefined;
    if (level === undefined) throw new Error('a route does not say who may call it');
    return level;
  }

  private metadataOf(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride(key, [context.getHandler(), context.getClass()]);
  }

  /** What the person is to the mailbox `:m`, which the route's parameters find in the request where they may use it. */
  private async standingIn(request: Request, id: string, person: PersonState): Promise<Standing> {
    const mailbox = request.params.m;
    if (typeof mailbox !== 'string' || !OPAQUE_ID.test(mailbox)) return 'stranger';
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    if (mayUse(state, id)) {
      request.mailbox = mailbox;
      return state.owner === id ? 'owner' : 'user';
    }
    return state.delegates.has(person.mailbox) ? 'delegate' : 'stranger';
  }
}

const notByDevice = (): Problem =>
  new Problem(
    403,
    'not-by-device',
    'Cela ne se fait pas depuis un appareil mobile : connectez-vous au webmail.',
  );
