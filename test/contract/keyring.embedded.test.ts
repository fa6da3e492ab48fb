import { describe } from 'vitest';
import { openTestDatabases } from '../harness/test-databases.js';
import { keyringContract } from './keyring.contract.js';

describe('keyring on the embedded engine', () => {
  keyringContract(openTestDatabases);
});
