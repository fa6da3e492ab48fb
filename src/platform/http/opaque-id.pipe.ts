import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from './problem.js';

/** The form of every id that the API names, in a path or a body. */
export const OPAQUE_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** An id in a path. One of another form names nothing: it is not found, and reaches no store. */
@Injectable()
export class OpaqueId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!OPAQUE_ID.test(value)) throw notFound();
    return value;
  }
}
