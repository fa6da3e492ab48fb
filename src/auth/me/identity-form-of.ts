import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { type IdentityDto } from './first-login.dto.js';

/** The form as it is kept: a field that was sent as null was left empty. */
export function identityFormOf(dto: IdentityDto): IdentityForm {
  return JSON.parse(JSON.stringify(dto, (_name, value: unknown) => value ?? undefined)) as IdentityForm;
}
