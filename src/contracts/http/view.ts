import { type Static, type TSchema } from '@sinclair/typebox';

/** What the API answers, as TypeScript sees it: the schema's type, which nobody changes. */
export type View<Schema extends TSchema> = DeepReadonly<Static<Schema>>;

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
