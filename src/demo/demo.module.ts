import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from '../accounts/index.js';
import { MessagesModule } from '../messages/index.js';
import { DemoSeed } from './seed/demo-seed.js';

/** What makes a start without an identity provider a demonstration with people in it. */
@Module({ imports: [CqrsModule, AccountsModule, MessagesModule], providers: [DemoSeed] })
export class DemoModule {}
