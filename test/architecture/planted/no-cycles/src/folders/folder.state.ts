import { nothing } from './folder.decider.js';

export const isEmpty = () => nothing === 0;
