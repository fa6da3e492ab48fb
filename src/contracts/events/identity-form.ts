import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { closed, Name, Text } from './schemas.js';

const text = (characters: number) => Type.Optional(Text(characters));
const choice = Type.Optional(Type.Boolean());
const group = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Optional(Type.Object(properties, closed));

/** The form « finaliser votre inscription » (A3, S2, S3): the two names are mandatory. */
export const IdentityForm = Type.Object(
  {
    lastName: Name,
    firstName: Name,
    phone1: text(40),
    phone2: text(40),
    redList: choice,
    dematerialise: choice,
    activity: group({
      idType: text(10),
      idNumber: text(20),
      companyName: text(255),
      title: text(80),
      profession: text(255),
      speciality: text(255),
      diplomaAttested: choice,
    }),
    location: group({
      address: text(500),
      postalCode: text(10),
      city: text(255),
      department: text(255),
      region: text(255),
    }),
    organisation: group({ responsible: text(255), description: text(2_000) }),
  },
  closed,
);
export type IdentityForm = Static<typeof IdentityForm>;
