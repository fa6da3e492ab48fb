import { Inject, Injectable } from '@nestjs/common';
import { mailboxDecider, personDecider } from '../../accounts/index.js';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { streams } from '../../contracts/events/streams.js';
import { type ProfileView } from '../../contracts/http/settings.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { SettingsQuery } from '../read/settings.query.js';

/** The profile of an account (S2, S3); before it was ever saved, what is known of its owner. */
@Injectable()
export class ProfileQuery {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly settings: SettingsQuery,
  ) {}

  /** @returns also what of it was saved: null, nothing yet */
  async of(mailbox: string): Promise<{ readonly shown: ProfileView; readonly saved: IdentityForm | null }> {
    const { profile: saved } = await this.settings.of(mailbox);
    const form = saved ?? (await this.known(mailbox));
    return { shown: { redList: false, dematerialise: false, activity: {}, location: {}, ...form }, saved };
  }

  private async known(mailbox: string): Promise<IdentityForm> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    if (state.owner === null) return { lastName: state.label ?? '', firstName: '' };
    const { state: owner } = await this.aggregates.load(personDecider, streams.person(state.owner));
    return owner.form ?? { lastName: owner.lastName ?? '', firstName: owner.firstName ?? '' };
  }
}
