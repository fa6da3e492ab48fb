import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { idOfStream, streams } from '../../contracts/events/streams.js';
import { messageDecider, Sealings } from '../../messages/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { definePolicy } from '../../platform/policies/policy.js';
import { Policies } from '../../platform/policies/policies.module.js';
import { Addressees } from '../addressees.js';
import { type Concerned, concernedBy } from '../notice-of.js';
import { NoticeQueue } from '../queue/notice-queue.js';

/** Tells accounts by mail what happened to their messages (S7, A5): it fills the queue, from which the mails are sent. */
@Injectable()
export class NotificationsPolicy implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly addressees: Addressees,
    private readonly sealings: Sealings,
    private readonly queue: NoticeQueue,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  onModuleInit(): void {
    this.policies.add(
      definePolicy({
        name: 'notifications',
        prefixes: ['message-'],
        types: ['MessageDelivered', 'MessageOpened', 'MessageDeletedForever'],
        begins: 'now',
        on: async ({ event, stream }, { operation }) => {
          const sender = event.type === 'MessageDeletedForever' ? await this.senderCopy(stream) : null;
          const concerned = concernedBy(event, sender);
          if (concerned === undefined || !(await this.isWanted(concerned, event, stream))) return;
          const { kind, mailbox, copy } = concerned;
          await this.queue.add({ id: operation, kind, mailbox, copies: [copy], count: 1 });
        },
      }),
    );
  }

  private async senderCopy(stream: string) {
    const { state } = await this.aggregates.load(messageDecider, streams.message(idOfStream(stream)));
    return state.senderCopy;
  }

  /** Not of what the service wrote for the account, and not of what delegates do with their copies. */
  private async isWanted(
    { kind, mailbox }: Concerned,
    { data }: { readonly data: { readonly mailbox: string } },
    stream: string,
  ): Promise<boolean> {
    if ((await this.addressees.addressFor(mailbox, kind)) === null) return false;
    if (kind === 'received') return true;
    const sealed = await this.sealings.of(idOfStream(stream));
    return (
      sealed !== undefined &&
      sealed.data.automatic !== true &&
      sealed.data.holders.some((holder) => holder.role === 'recipient' && holder.mailbox === data.mailbox)
    );
  }
}
