/** What other features use of messages. */
export { MessageEnd } from './acting/message-end.js';
export { Uploads } from './attachments/uploads.js';
export { checkTexts, MAX_HTML_BYTES, MAX_POSTED_ADDRESSES, MAX_SUBJECT_LENGTH } from './composition-rules.js';
export { ExpireMessageCommand } from './expire/expire-message.command.js';
export { ShortenRetentionCommand } from './shorten-retention/shorten-retention.command.js';
export { isOpenedBy, messageNotFound, openedCopy } from './held-copy.js';
export { madeSafe } from './made-safe.js';
export { messageDecider } from './message.decider.js';
export { type Copy, messageOfCopy, type MessageState } from './message.state.js';
export { MessagesModule } from './messages.module.js';
export { type Prefix, prefixedSubject } from './prefixed-subject.js';
export { ReplyAutomaticallyCommand } from './reply-automatically/reply-automatically.command.js';
export { Sealings } from './send/sealings.js';
export { PostedAttachments } from './posted-attachments.js';
