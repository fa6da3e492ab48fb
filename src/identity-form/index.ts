/** The form of the first login and of the profile, as requests bring it. */
export { IdentityFormDto } from './identity-form.dto.js';
export { readIdentityForm } from './read-identity-form.js';
