export class SendMessage {}
