import { mayUse } from '../../accounts/index.js';

export const guard = () => mayUse();
