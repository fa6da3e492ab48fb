import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { MAX_POSTED_ADDRESSES, MAX_SUBJECT_LENGTH, PostedAttachments } from '../../messages/index.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { MAX_TYPED_ADDRESS } from '../draft-rules.js';

export class SaveDraftDto {
  @ApiProperty({
    type: [String],
    description: 'As typed, also malformed; with `cc`, at most 500 different ones.',
  })
  @IsArray()
  @ArrayMaxSize(MAX_POSTED_ADDRESSES)
  @IsString({ each: true })
  @MaxLength(MAX_TYPED_ADDRESS, { each: true })
  to: string[] = [];

  @ApiPropertyOptional({ type: [String] })
  @IsArray()
  @ArrayMaxSize(MAX_POSTED_ADDRESSES)
  @IsString({ each: true })
  @MaxLength(MAX_TYPED_ADDRESS, { each: true })
  cc: string[] = [];

  @ApiPropertyOptional({ type: String, maxLength: MAX_SUBJECT_LENGTH })
  @IsString()
  @MaxLength(MAX_SUBJECT_LENGTH)
  subject = '';

  @ApiPropertyOptional({ type: String, description: 'At most 1 MiB; made safe.' })
  @IsString()
  html = '';

  @PostedAttachments('Not kept (D3): a composition is posted as it is. They are added again before sending.')
  attachments: string[] = [];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The message that is answered; absent, as it was saved before; null, none.',
  })
  @IsOptional()
  @Matches(OPAQUE_ID)
  replyTo?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The message that is forwarded; absent, as it was saved before; null, none.',
  })
  @IsOptional()
  @Matches(OPAQUE_ID)
  forwardOf?: string | null;
}
