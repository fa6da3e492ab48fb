import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { MAX_POSTED_ADDRESSES, MAX_SUBJECT_LENGTH } from '../composition-rules.js';
import { NoneIfNull, PostedAttachments } from '../posted-attachments.js';

/** Beyond every limit of the rules, so that they are what answers. */
const LONGEST_ADDRESS = 1_000;

export class SendMessageDto {
  @ApiProperty({ type: [String], description: 'Addresses; with `cc`, 1 to 500 different ones.' })
  @IsArray()
  @ArrayMaxSize(MAX_POSTED_ADDRESSES)
  @IsString({ each: true })
  @MaxLength(LONGEST_ADDRESS, { each: true })
  to: string[] = [];

  @ApiPropertyOptional({ type: [String] })
  @IsArray()
  @ArrayMaxSize(MAX_POSTED_ADDRESSES)
  @IsString({ each: true })
  @MaxLength(LONGEST_ADDRESS, { each: true })
  cc: string[] = [];

  @ApiPropertyOptional({ type: String, maxLength: MAX_SUBJECT_LENGTH })
  @IsString()
  @MaxLength(MAX_SUBJECT_LENGTH)
  subject = '';

  @ApiPropertyOptional({ type: String, description: 'At most 1 MiB; made safe, then sealed.' })
  @IsString()
  html = '';

  @PostedAttachments(
    'Uploads of this mailbox. The originals of a forward may be named too, as its composition does.',
  )
  attachments: string[] = [];

  @ApiPropertyOptional({ description: 'The message that this one answers.' })
  @NoneIfNull()
  @IsOptional()
  @Matches(OPAQUE_ID)
  replyTo?: string;

  @ApiPropertyOptional({ description: 'The message that this one forwards: its attachments are added.' })
  @NoneIfNull()
  @IsOptional()
  @Matches(OPAQUE_ID)
  forwardOf?: string;

  @ApiPropertyOptional({
    description: 'The draft that this message was: it is removed once the message is sent.',
  })
  @NoneIfNull()
  @IsOptional()
  @Matches(OPAQUE_ID)
  draftId?: string;

  @ApiPropertyOptional({
    description: 'The signature of the account that was chosen: recorded; `html` holds it already.',
  })
  @NoneIfNull()
  @IsOptional()
  @Matches(OPAQUE_ID)
  signatureId?: string;
}
