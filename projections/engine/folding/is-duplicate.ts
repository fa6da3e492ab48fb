export { isDuplicate } from '../../../src/platform/documents/is-duplicate.js';
