export { DeadlineExceeded, pause, within } from '../../src/platform/concurrency/waiting.js';
