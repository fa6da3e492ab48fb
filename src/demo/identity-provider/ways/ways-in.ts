import { Injectable } from '@nestjs/common';
import { type DemoPerson, demoPeople, demoPersonOf } from '../../demo-people.js';
import { CARD_METHOD, TELEPHONE_METHOD } from '../demo-portal.js';
import { choicePage, codeChoicePage, codePage, telephoneChoicePage, waitingPage } from './pages.js';
import { OneTimeCodes } from './one-time-codes.js';
import { TelephoneRequests } from './telephone-requests.js';

/** What somebody did on a page of the portal. */
export interface Step {
  /** Names the login under way. */
  readonly uid: string;
  /** `login_hint` of the request: goes straight through, as with a card that is there. */
  readonly hint: string | undefined;
  readonly form: URLSearchParams;
}

export interface Shown {
  readonly page: string;
  /** The telephone request after which the browser asks every few seconds. */
  readonly waitsFor?: string;
}

export interface ProvedPerson {
  readonly person: DemoPerson;
  readonly amr: readonly string[];
}

/** The portal's ways in (A1): Pro Santé Connect by card or telephone, and a one-time code by mail or phone. */
@Injectable()
export class WaysIn {
  constructor(
    private readonly codes: OneTimeCodes,
    readonly telephones: TelephoneRequests,
  ) {}

  /** @throws MailUnavailable */
  async step(step: Step): Promise<Shown | ProvedPerson> {
    const { uid, hint, form } = step;
    const way = form.get('way');
    if (way === 'code') return this.byCode(uid, form);
    if (way === 'telephone') return this.byTelephone(uid, form);
    const holder = personOf(form) ?? demoPersonOf(hint ?? '');
    // The button that was pressed stands for the card in its reader, and its PIN.
    return holder === undefined ? { page: choicePage(uid) } : { person: holder, amr: ['mfa', CARD_METHOD] };
  }

  private async byCode(uid: string, form: URLSearchParams): Promise<Shown | ProvedPerson> {
    const code = form.get('code');
    if (code !== null) return this.enter(uid, code);
    const person = personOf(form);
    if (person === undefined) return { page: codeChoicePage(uid) };
    const to = await this.codes.send(uid, person, form.get('by') === 'phone' ? 'phone' : 'mail');
    if (to === undefined) {
      return { page: codeChoicePage(uid, 'Trop de codes ont été envoyés. Réessayez dans un quart d’heure.') };
    }
    return { page: codePage(uid, { to }) };
  }

  private enter(uid: string, code: string): Shown | ProvedPerson {
    const entered = this.codes.enter(uid, code);
    if (entered === 'wrong') return { page: codePage(uid, { problem: 'Ce code n’est pas le bon.' }) };
    if (entered === 'over') {
      return { page: codeChoicePage(uid, 'Ce code n’est plus valable. Demandez-en un nouveau.') };
    }
    return { person: entered, amr: ['mfa', 'otp'] };
  }

  private byTelephone(uid: string, form: URLSearchParams): Shown | ProvedPerson {
    const id = form.get('request');
    const person = personOf(form);
    if (id === null && person === undefined) return { page: telephoneChoicePage(uid) };
    const request =
      id === null
        ? person && this.telephones.begin(person, { login: uid })
        : this.telephones.ofLogin(uid, id);
    if (request === undefined || request.state === 'refused') {
      return { page: telephoneChoicePage(uid, 'La demande a été refusée, ou est restée sans réponse.') };
    }
    if (request.state === 'approved') return { person: request.person, amr: ['mfa', TELEPHONE_METHOD] };
    return { page: waitingPage(uid, request), waitsFor: request.id };
  }
}

const personOf = (form: URLSearchParams): DemoPerson | undefined =>
  demoPeople.find(({ subject }) => subject === form.get('subject'));
