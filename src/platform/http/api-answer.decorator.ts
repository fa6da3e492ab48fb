import { ApiResponse } from '@nestjs/swagger';
import { type TSchema, Type } from '@sinclair/typebox';

interface AnswerOptions {
  /** 200 by default. */
  readonly status?: number;
  /** A list of it. */
  readonly list?: boolean;
}

/** What a route answers when it succeeds, for OpenAPI: the schema of the contract that its type is made from. */
export function ApiAnswer(
  schema: TSchema,
  { status = 200, list = false }: AnswerOptions = {},
): MethodDecorator {
  return ApiResponse({
    status,
    description: schema.description ?? schema.title ?? '',
    schema: list ? Type.Array(schema) : schema,
  });
}

/** A route that answers no JSON document. */
export function ApiAnswerStream(type: string, status = 200): MethodDecorator {
  return ApiResponse({
    status,
    description: type,
    content: { [type]: { schema: { type: 'string', format: 'binary' } } },
  });
}
