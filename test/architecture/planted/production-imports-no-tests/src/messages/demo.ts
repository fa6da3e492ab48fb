import { people } from '../../test/harness/people.js';

export const demo = people;
