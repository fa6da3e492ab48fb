/** What JSON can hold: the only values that events and read-model documents are made of. Instants are ISO 8601 strings. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
