import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches } from 'class-validator';

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
  @Matches(/^[A-Za-z0-9_-]{1,80}$/, { each: true })
  ids!: string[];
}
