export type Envelope = { to: string[] };
