import { unreadOf } from '../../src/messages/message.decider.js';

export const projection = { unreadOf };
