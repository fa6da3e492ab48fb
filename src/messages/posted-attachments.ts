import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { OPAQUE_ID } from '../platform/http/opaque-id.pipe.js';
import { MAX_ATTACHMENTS } from './composition-rules.js';

/**
 * Attachments as they are posted: by their ids, or as a composition shows them, with name and size. What reply, reply
 * to all and forward answer is posted back as it is, to be sent or to be kept as a draft.
 */
export function PostedAttachments(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      maxItems: MAX_ATTACHMENTS,
      items: {
        oneOf: [
          { type: 'string' },
          { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
        ],
      },
      description,
    }),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(idOf) : value)),
    IsArray(),
    ArrayMaxSize(MAX_ATTACHMENTS),
    Matches(OPAQUE_ID, { each: true }),
  );
}

/** A reference that was set to nothing, as forms do, is none. */
export const NoneIfNull = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => value ?? undefined);

const idOf = (attachment: unknown): unknown =>
  typeof attachment === 'object' && attachment !== null && 'id' in attachment ? attachment.id : attachment;
