import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { normalizeAddress } from '../addresses/address.js';
import { AddressBook } from '../addresses/address-book.js';
import {
  type Correspondence,
  correspondenceOf,
  setCorrespondence,
  takeBackCorrespondence,
} from '../decide-correspondences.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState } from '../mailbox.state.js';
import { addressTaken } from '../reservation.decider.js';
import { SetCorrespondenceCommand } from './set-correspondence.command.js';

/**
 * Whose an address is stands in two streams, its own and the account's, which no append spans: it is reserved, the
 * account has it by an event, the reservation is confirmed (docs/decisions/0034).
 */
@CommandHandler(SetCorrespondenceCommand)
export class SetCorrespondenceHandler implements ICommandHandler<SetCorrespondenceCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, account, correspondence, dry }: SetCorrespondenceCommand): Promise<CommandAnswer> {
    const asked = {
      ...correspondence,
      address: normalizeAddress(correspondence.address) ?? correspondence.address,
    };
    const stream = streams.mailbox(account);
    const { state, revision } = await this.aggregates.load(mailboxDecider, stream);
    // What is refused takes no address.
    setCorrespondence(state, asked);
    await this.makeUp(context, account, asked, state);
    if (dry) {
      await this.addresses.checkFree(account, asked.address);
      return { id: account, stream, revision };
    }
    return this.set(context, account, asked);
  }

  private async set(context: CommandContext, account: string, asked: Correspondence): Promise<CommandAnswer> {
    const { address, turn } = await this.addresses.reserve(context, account, asked.address);
    let replaced: Correspondence | null = null;
    const { stream, revision, events } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      // An operation that lost the address after its event sets it anew.
      stepOf(context, `set ${turn}`),
      (state) => {
        replaced = correspondenceOf(state, asked.kind);
        return setCorrespondence(state, { ...asked, address });
      },
    );
    // What is set already is confirmed by who set it.
    if (events.length === 0) return { id: account, stream, revision };
    try {
      await this.addresses.confirm(context, account, address);
    } catch (error) {
      // Another account took it before that event, when this one had it not yet.
      if (error instanceof Refusal)
        await this.takeBack(stepOf(context, `lost ${turn}`), account, asked, replaced);
      throw error;
    }
    return { id: account, stream, revision };
  }

  /** What was cut short before the account gave up an address that it had lost. */
  private async makeUp(
    context: CommandContext,
    account: string,
    asked: Correspondence,
    state: MailboxState,
  ): Promise<void> {
    if (state.correspondences.get(asked.kind) !== asked.address) return;
    if (await this.addresses.isReservedFor(account, asked.address)) return;
    await this.takeBack(stepOf(context, 'made up'), account, asked, null);
    throw addressTaken();
  }

  /** @param replaced what the account has again, unless it is another's by now */
  private async takeBack(
    context: CommandContext,
    account: string,
    lost: Correspondence,
    replaced: Correspondence | null,
  ): Promise<void> {
    await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      stepOf(context, 'take back'),
      (state) => takeBackCorrespondence(state, lost),
    );
    if (replaced === null || replaced.address === lost.address) return;
    try {
      await this.set(stepOf(context, 'put back'), account, replaced);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
