import { type Row } from '../../src/queries/row.js';

export const subjects = (rows: Row[]) => rows.map((row) => row.subject);
