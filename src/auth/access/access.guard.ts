import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { mayUse } from '../../accounts/mailbox.state.js';
import { type PersonState } from '../../accounts/person.decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { noSession, notFound } from '../../platform/http/problem.js';
import { loggedInOf } from '../sessions/session.middleware.js';
import { ACCESS, type AccessLevel } from './access.decorator.js';
import { pendingProblem, Persons } from './persons.js';

/**
 * Decides who may call, from the log as it is now: 401 without a session, 403 while the first login is not
 * finished, whatever the id, 404 for what belongs to somebody else and for a role that one lacks.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly persons: Persons,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const level = this.levelOf(context);
    if (level === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const session = loggedInOf(request);
    if (session === undefined) throw noSession();
    const person = await this.persons.find(session.person);
    if (person === undefined) throw noSession();
    request.person = { id: session.person, session };
    if (level === 'first-login') return true;
    const [first] = await this.persons.pendingOf(person);
    if (first !== undefined) throw pendingProblem(first);
    await this.checkRights(level, request, person);
    return true;
  }

  private levelOf(context: ExecutionContext): AccessLevel {
    const level = this.reflector.getAllAndOverride<AccessLevel | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (level === undefined) throw new Error('a route does not say who may call it');
    return level;
  }

  private async checkRights(level: AccessLevel, request: Request, person: PersonState): Promise<void> {
    if (level === 'mailbox') await this.checkMailbox(request);
    else if (level !== 'session' && !person.roles.some((role) => role === level)) throw notFound();
  }

  private async checkMailbox(request: Request): Promise<void> {
    const mailbox = request.params.m;
    if (typeof mailbox !== 'string' || !/^[A-Za-z0-9_-]{1,80}$/.test(mailbox)) throw notFound();
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    if (!mayUse(state, request.person?.id ?? '')) throw notFound();
    request.mailbox = mailbox;
  }
}
