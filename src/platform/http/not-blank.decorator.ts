import { ValidateBy } from 'class-validator';
import { isBlank } from '../../contracts/text/blank.js';

/** A text of a DTO of which somebody sees something. */
export const IsNotBlank = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'required',
      validator: { validate: (value: unknown) => typeof value === 'string' && !isBlank(value) },
    },
    { message: 'Ce texte est vide.' },
  );
