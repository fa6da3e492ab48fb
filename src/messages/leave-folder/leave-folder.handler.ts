import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting, heirOf, mailboxDecider, type MailboxState } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { type By } from '../../contracts/events/schemas.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KeyDestroyed } from '../../platform/crypto/keyring.errors.js';
import { type After } from '../../platform/read-models/read-models.js';
import { leaveFolder } from '../decide-leave-folder.js';
import { messageDecider } from '../message.decider.js';
import { messageOfCopy } from '../message.state.js';
import { LeaveFolderCommand } from './leave-folder.command.js';

interface Mover {
  readonly context: CommandContext;
  readonly state: MailboxState;
  readonly by: By;
}

@CommandHandler(LeaveFolderCommand)
export class LeaveFolderHandler implements ICommandHandler<LeaveFolderCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
  ) {}

  async execute({ context, copy, folder }: LeaveFolderCommand): Promise<After | null> {
    const { mailbox } = context;
    const mover = mailbox === null ? undefined : await this.moverOf(context, mailbox);
    const heir = mover && heirOf(mover.state, folder);
    if (mailbox === null || mover === undefined || heir === undefined) return null;
    const act = { mailbox, copy, by: mover.by, folder, heir };
    const stream = streams.message(messageOfCopy(copy));
    try {
      const { events, revision } = await this.aggregates.execute(
        messageDecider,
        stream,
        mover.context,
        (state) => leaveFolder(state, act),
      );
      return events.length === 0 ? null : { stream, revision };
    } catch (error) {
      // The message ended meanwhile, and has left the folder so.
      if (error instanceof KeyDestroyed) return null;
      throw error;
    }
  }

  /** Undefined where the mailbox has no name any more to act under. */
  private async moverOf(context: CommandContext, mailbox: string): Promise<Mover | undefined> {
    try {
      return { context, ...(await this.acting.actor(context)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const { address, label } = state;
    if (address === null || label === null) return undefined;
    return { context: { ...context, actor: null }, state, by: { address, name: label } };
  }
}
