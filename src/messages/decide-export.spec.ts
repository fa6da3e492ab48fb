import { describe, it } from 'vitest';
import {
  antoine,
  claire,
  exported,
  history,
  message,
  opened,
  unread,
} from '../../test/harness/message-history.js';
import { by, expiresAt, sent } from '../../test/harness/sealed-message.js';

const event = (data = { mailbox: 'claire', copy: 'm1', folder: 'inbox' }) => ({
  type: 'MessageExported' as const,
  data,
  private: { by },
});

describe('exporting (C9)', () => {
  it('is recorded, and again each time', () => {
    message.given(history(opened())).when(exported()).then([event()]);
    message.given(history(opened(), exported())).when(exported()).then([event()]);
  });

  it('needs the person’s own opening: not-opened', () => {
    message.given(sent()).when(exported()).thenRefused('not-opened');
    message
      .given(history(opened()))
      .when(exported({ ...claire, person: 'p-julie' }))
      .thenRefused('not-opened');
  });

  it('needs none in the sender’s own copy', () => {
    const own = event({ mailbox: 'antoine', copy: 'm1', folder: 'sent' });
    message.given(sent()).when(exported(antoine)).then([own]);
  });

  it('stays possible after it was marked as unread, and changes nothing of that', () => {
    message
      .given(history(opened(), unread(), exported()))
      .when(opened())
      .then([
        {
          type: 'MessageOpened',
          data: {
            mailbox: 'claire',
            copy: 'm1',
            person: 'p-claire',
            role: 'recipient',
            folder: 'inbox',
            unreadBefore: true,
            firstOfMailbox: false,
            senderCopy: { mailbox: 'antoine', copy: 'm1' },
          },
          private: { by },
        },
      ]);
  });

  it('ends with the copy: not-found', () => {
    message
      .given(history(opened()))
      .when(exported({ ...claire, at: expiresAt }))
      .thenRefused('not-found');
    message
      .given(history(opened()))
      .when(exported({ ...claire, mailbox: 'rose' }))
      .thenRefused('not-found');
  });
});
