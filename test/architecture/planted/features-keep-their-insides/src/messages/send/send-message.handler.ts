import { type SendMessage } from './send-message.command.js';

export class SendMessageHandler {
  execute(command: SendMessage) {
    return command;
  }
}
