import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { codeOfConstraint, frenchMessage } from './french-messages.js';
import { invalid, type ProblemField } from './problem.js';

/** Checks every DTO: unknown fields refused, all errors at once, in French. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalid(problemFields(errors)),
  });
}

/** Flattens class-validator's tree: `to.3.address`. */
export function problemFields(errors: readonly ValidationError[], path = ''): ProblemField[] {
  return errors.flatMap((error) => {
    const field = `${path}${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      field,
      code: codeOfConstraint(constraint),
      detail: frenchMessage(constraint, message),
    }));
    return [...own, ...problemFields(error.children ?? [], `${field}.`)];
  });
}
