/** What other features use of retention. */
export { Due } from './due.js';
export { DueModule } from './due.module.js';
