import { timeline } from './timeline.js';

export const open = () => timeline;
