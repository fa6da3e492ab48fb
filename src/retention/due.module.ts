import { Module } from '@nestjs/common';
import { Due } from './due.js';

/** What ends when. Needs the read models. */
@Module({ providers: [Due], exports: [Due] })
export class DueModule {}
