/** What other features use of messages. */
export { MessageEnd } from './acting/message-end.js';
export { Uploads } from './attachments/uploads.js';
export { isOpenedBy, messageNotFound, openedCopy } from './held-copy.js';
export { messageDecider } from './message.decider.js';
export { type Copy, messageOfCopy, type MessageState } from './message.state.js';
export { MessagesModule } from './messages.module.js';
