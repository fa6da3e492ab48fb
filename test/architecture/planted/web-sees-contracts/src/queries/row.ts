export type Row = { subject: string };
