import { Inject, Injectable } from '@nestjs/common';
import { Acting, type Actor } from '../../accounts/index.js';
import { type MessageEvent } from '../../contracts/events/message.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KeyDestroyed } from '../../platform/crypto/keyring.errors.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { type ActOnCopy, messageNotFound } from '../held-copy.js';
import { messageDecider } from '../message.decider.js';
import { messageOfCopy, type MessageState } from '../message.state.js';

export interface ActedOnCopy {
  readonly answer: CommandAnswer;
  readonly state: MessageState;
}

export type DecideOnCopy = (state: MessageState, act: ActOnCopy, actor: Actor) => readonly MessageEvent[];

/** What the commands about one mailbox's copy of a message have in common: who acts, on which stream, when. */
@Injectable()
export class CopyCommands {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly acting: Acting,
  ) {}

  /** @throws Refusal of the decision; `not-found` where the person may not use the mailbox */
  async execute(context: CommandContext, copy: string, decide: DecideOnCopy): Promise<ActedOnCopy> {
    const actor = await this.acting.actor(context);
    const { mailbox, person, by } = actor;
    const act = { mailbox, copy, person, by, at: this.clock.now().toISOString() };
    const stream = streams.message(messageOfCopy(copy));
    try {
      const { state, revision } = await this.aggregates.execute(messageDecider, stream, context, (current) =>
        decide(current, act, actor),
      );
      return { answer: { id: copy, stream, revision }, state };
    } catch (error) {
      // The message ended between the reading and the writing: its key is gone, and so is the message.
      throw error instanceof KeyDestroyed ? messageNotFound() : error;
    }
  }
}

/** @returns whether a folder is one of the acting mailbox's */
export const foldersOf =
  ({ state }: Actor) =>
  (folder: string): boolean =>
    state.folders.has(folder);
