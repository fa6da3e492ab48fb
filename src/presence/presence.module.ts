import { Module } from '@nestjs/common';
import { PresenceController } from './presence.controller.js';
import { ReadersQuery } from './readers.query.js';
import { Readings } from './readings.js';

/** Who is reading what now, of the accounts that several people use (S13). */
@Module({
  controllers: [PresenceController],
  providers: [ReadersQuery, Readings],
  exports: [ReadersQuery],
})
export class PresenceModule {}
