import { type Envelope } from '../platform/envelope.js';

export type MessageSent = { envelope: Envelope };
