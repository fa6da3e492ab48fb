import { ApiExtension } from '@nestjs/swagger';
import { REFUSALS_EXTENSION } from './described-refusals.js';

/** The codes with which a route refuses beside what all of its kind do, for OpenAPI: of what was asked for. */
export const Refuses = (...codes: readonly string[]): MethodDecorator =>
  ApiExtension(REFUSALS_EXTENSION, codes);
