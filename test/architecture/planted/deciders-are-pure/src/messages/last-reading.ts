import { readFileSync } from 'node:fs';

export const lastReading = () => readFileSync('last', 'utf8');
