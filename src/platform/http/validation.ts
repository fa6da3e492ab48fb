import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { codeOfConstraint, frenchMessage } from './french-messages.js';
import { invalid, type ProblemField } from './problem.js';

/** How a DTO is checked: nothing that it does not know. */
export const requestRules = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
};

/** Checks every DTO: unknown fields refused, all errors at once, in French. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...requestRules,
    transform: true,
    exceptionFactory: (errors) => invalid(problemFields(errors)),
  });
}

/** Flattens class-validator's tree: `to.3.address`. */
export function problemFields(errors: readonly ValidationError[], path = ''): ProblemField[] {
  return errors.flatMap((error) => {
    const field = `${path}${error.property}`;
    const own = mostBasic(error.constraints).map(([constraint, message]) => ({
      field,
      code: codeOfConstraint(constraint),
      detail: frenchMessage(constraint, message),
    }));
    return [...own, ...problemFields(error.children ?? [], `${field}.`)];
  });
}

/** A value that is missing or of another kind is told so, and not that it is too long as well. */
const KINDS = [
  'isDefined',
  'isArray',
  'isString',
  'isBoolean',
  'isInt',
  'isNumber',
  'isObject',
  'isNotEmpty',
];

function mostBasic(constraints: Readonly<Record<string, string>> = {}): [string, string][] {
  const broken = Object.entries(constraints);
  const kind = KINDS.find((name) => name in constraints);
  return (kind === undefined ? broken : broken.filter(([name]) => name === kind)).slice(0, 1);
}
