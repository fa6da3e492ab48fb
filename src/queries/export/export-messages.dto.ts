import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches } from 'class-validator';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';

/** Messages of one ZIP file. */
const MAX_MESSAGES = 500;

export class ExportMessagesDto {
  @ApiProperty({
    type: [String],
    description: 'Messages of this mailbox, 1 to 500; each is in the file once.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_MESSAGES)
  @Matches(OPAQUE_ID, { each: true })
  ids!: string[];
}
