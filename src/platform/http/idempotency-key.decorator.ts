import { ApiHeader } from '@nestjs/swagger';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** Says in OpenAPI that a route takes a key: what has it is done once, however often it is asked for. */
export const TakesIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: IDEMPOTENCY_KEY,
    required: false,
    description:
      'The same key and body give the same answer, once; the same key with another body is refused.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  });
