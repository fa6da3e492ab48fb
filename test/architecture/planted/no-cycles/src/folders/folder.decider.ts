import { isEmpty } from './folder.state.js';

export const nothing = 0;
export const mayDelete = () => isEmpty();
