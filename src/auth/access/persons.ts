import { Inject, Injectable } from '@nestjs/common';
import { pending, personDecider, type PersonState } from '../../accounts/person.decider.js';
import { TERMS_OF_USE, termsDecider } from '../../accounts/terms.decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { Problem } from '../../platform/http/problem.js';

export type Pending = 'terms' | 'identity';

const PENDING_DETAILS: Readonly<Record<Pending, string>> = {
  terms: 'Acceptez d’abord les conditions générales d’utilisation.',
  identity: 'Finalisez d’abord votre inscription.',
};

export const pendingProblem = (what: Pending): Problem =>
  new Problem(403, `${what}-pending`, PENDING_DETAILS[what]);

/** People as the log has them now: neither a cache nor a read model is believed for what one may do. */
@Injectable()
export class Persons {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async find(person: string): Promise<PersonState | undefined> {
    const { state } = await this.aggregates.load(personDecider, streams.person(person));
    return state.registered ? state : undefined;
  }

  /** The version of the terms in force; null where none has been published. */
  async currentTerms(): Promise<string | null> {
    return (await this.aggregates.load(termsDecider, streams.terms(TERMS_OF_USE))).state.current;
  }

  async pendingOf(person: PersonState): Promise<Pending[]> {
    return pending(person, await this.currentTerms());
  }
}
