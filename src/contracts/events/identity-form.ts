import { type Static, type TOptional, type TSchema, type TString, Type } from '@sinclair/typebox';
import { identityFormTexts } from '../identifiers/identity-form-texts.js';
import { closed, Name, Text } from './schemas.js';

const choice = Type.Optional(Type.Boolean());
const group = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Optional(Type.Object(properties, closed));

function texts<Field extends string>(limits: Readonly<Record<Field, number>>) {
  const fields = Object.entries<number>(limits).map(([field, most]) => [field, Type.Optional(Text(most))]);
  return Object.fromEntries(fields) as Record<Field, TOptional<TString>>;
}

const { own, activity, location, organisation } = identityFormTexts;

/** The form « finaliser votre inscription » (A3, S2, S3): the two names are mandatory. */
export const IdentityForm = Type.Object(
  {
    ...texts(own),
    lastName: Name,
    firstName: Name,
    redList: choice,
    dematerialise: choice,
    activity: group({ ...texts(activity), diplomaAttested: choice }),
    location: group(texts(location)),
    organisation: group(texts(organisation)),
  },
  closed,
);
export type IdentityForm = Static<typeof IdentityForm>;
