/* What other features use of this one. */
export {
  Access,
  type AccessLevel,
  CurrentMailbox,
  CurrentPerson,
  Unattended,
} from './access/access.decorator.js';
export { AdministratorCaller, CommandCaller } from './access/caller.decorator.js';
export { type LastingAccess, LiveAccess } from './access/live-access.js';
export { DeviceRecords } from './devices/device-records.js';
export { escapeHtml, page, PAGE_STYLE } from './login/page.js';
export { type IssuerRules } from './oidc/issuer-rules.js';
export { PORTAL, type Portal } from './oidc/portal.js';
