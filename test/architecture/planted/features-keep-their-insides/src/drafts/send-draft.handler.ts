import { SendMessage } from '../messages/send/send-message.command.js';
import { SendMessageHandler } from '../messages/send/send-message.handler.js';

export const sendDraft = () => new SendMessageHandler().execute(new SendMessage());
