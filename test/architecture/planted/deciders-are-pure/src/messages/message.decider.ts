import { lastReading } from './last-reading.js';

export const decide = () => [lastReading()];
