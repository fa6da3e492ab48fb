import { describe, expect, it } from 'vitest';
import {
  antoine,
  claire,
  deleted,
  gone,
  history,
  message,
  moved,
  opened,
  released,
  restored,
  taken,
  unread,
} from '../../test/harness/message-history.js';
import { by, expiresAt, sent } from '../../test/harness/sealed-message.js';
import { AlreadyTaken } from './decide-take.js';

const julie = { ...claire, person: 'p-julie' };
const event = (type: 'MessageTaken' | 'MessageReleased', person = 'p-claire', folder = 'inbox') => ({
  type,
  data: { mailbox: 'claire', copy: 'm1', folder, person },
  private: { by },
});

describe('taking a message in charge (S13)', () => {
  it('is recorded, whether it was opened before or not', () => {
    for (const events of [sent(), history(opened())]) {
      message
        .given(events)
        .when(taken())
        .then([event('MessageTaken')]);
    }
  });

  it('again by the same person changes nothing, wherever it lies by now', () => {
    message.given(history(taken())).when(taken()).thenNothing();
    message.given(history(taken(), deleted())).when(taken()).thenNothing();
  });

  it('by another is refused, with who has it: already-taken', () => {
    const refusal = message
      .given(history(taken(julie)))
      .when(taken())
      .thenRefused('already-taken');
    expect(refusal instanceof AlreadyTaken && refusal.person).toBe('p-julie');
  });

  it('stays with the copy that is moved, deleted, restored or marked as unread', () => {
    const events = history(taken(), opened(), moved('f1'), deleted(), restored(), unread());
    expect(message.given(events).state.copies.get('claire/m1')?.takenBy).toBe('p-claire');
  });

  it('is of one mailbox’s copy: that of another is nobody’s', () => {
    const { state } = message.given(history(taken()));
    expect(state.copies.get('antoine/m1')?.takenBy).toBeNull();
  });

  it('of what one has sent, or of what lies in « Messages supprimés », is refused', () => {
    message.given(sent()).when(taken(antoine)).thenRefused('not-received');
    message.given(history(deleted())).when(taken()).thenRefused('in-deleted-messages');
  });

  it.each([
    ['a mailbox that holds no copy', sent(), { ...claire, mailbox: 'rose' }],
    ['what was deleted for good', history(taken(), deleted(), gone()), claire],
    ['what has expired', history(taken()), { ...claire, at: expiresAt }],
  ])('is refused for %s, and so is its end: not-found', (_, events, act) => {
    for (const decision of [taken(act), released(act)]) {
      message.given(events).when(decision).thenRefused('not-found');
    }
  });
});

describe('the end of a taking in charge (S13)', () => {
  it('is anybody’s of the account, and says whose it was', () => {
    for (const act of [claire, julie]) {
      message
        .given(history(taken()))
        .when(released(act))
        .then([event('MessageReleased')]);
    }
    message
      .given(history(taken(), deleted()))
      .when(released())
      .then([event('MessageReleased', 'p-claire', 'deleted')]);
  });

  it('lets another take it', () => {
    message
      .given(history(taken(), released(julie)))
      .when(taken(julie))
      .then([event('MessageTaken', 'p-julie')]);
  });

  it('where nobody has it changes nothing', () => {
    message.given(sent()).when(released()).thenNothing();
    message.given(history(taken(), released())).when(released()).thenNothing();
  });
});
