import { ValidateBy } from 'class-validator';
import { isSingleLine } from '../../contracts/text/single-line.js';

/** A name of a DTO: nothing in it that is not seen, or that changes how what is around it is seen. */
export const IsSingleLine = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'characters',
      validator: { validate: (value: unknown) => typeof value === 'string' && isSingleLine(value) },
    },
    { message: 'Ce texte contient des caractères qui ne conviennent pas.' },
  );
