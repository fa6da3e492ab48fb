import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { idOfStream } from '../../contracts/events/streams.js';
import { definePolicy } from '../../platform/policies/policy.js';
import { Policies } from '../../platform/policies/policies.module.js';
import { MarkDraftSentCommand } from '../mark-sent/mark-draft-sent.command.js';

/**
 * A sent draft leaves the list (D7), also where the process ended between the sending and the draft's own end: who
 * sends does it at once, and this makes sure of it.
 */
@Injectable()
export class SentDraftsPolicy implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly bus: CommandBus,
  ) {}

  onModuleInit(): void {
    this.policies.add(
      definePolicy({
        name: 'sent-drafts',
        prefixes: ['message-'],
        types: ['MessageSealed'],
        wants: ({ data }) => 'draft' in data,
        on: async ({ event: { data }, stream }, context) => {
          const { sender, draft, draftRevision } = data;
          if (sender === null || draft === undefined) return;
          const message = idOfStream(stream);
          await this.bus.execute(new MarkDraftSentCommand(context, sender, draft, message, draftRevision));
        },
      }),
    );
  }
}
