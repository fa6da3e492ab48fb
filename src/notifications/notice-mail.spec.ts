import { expect, it } from 'vitest';
import { notificationKinds } from '../contracts/settings/notification-settings.js';
import { noticeMail } from './notice-mail.js';

const ORIGIN = 'https://mail.exemple.fr';
const notice = { id: 'n1', mailbox: 'b1', copies: ['m1'], count: 1, day: '2027-02-23' };

it.each(notificationKinds)(
  'says of « %s » what happened, with the link, as text and as a page (A5)',
  (kind) => {
    const mail = noticeMail({ ...notice, kind }, 'a@exemple.fr', ORIGIN);
    expect(mail).toMatchObject({ id: 'n1', to: 'a@exemple.fr' });
    expect(mail.subject).toMatch(/Medimail|remis/);
    expect(mail.text.split('\n')).toContain(`${ORIGIN}/m/b1/m1`);
    expect(mail.html).toContain(`<a href="${ORIGIN}/m/b1/m1">`);
  },
);

it('says how many messages end on which day, and names no more than it has links for (R2)', () => {
  const mail = noticeMail({ ...notice, kind: 'expiring', copies: ['m1', 'm2'], count: 30 }, 'a@b.fr', ORIGIN);
  expect(mail.text).toContain('30 messages seront supprimés');
  expect(mail.text).toContain('le 23/02/2027');
  expect(mail.text).toContain('… et 28 de plus.');
  const one = noticeMail({ ...notice, kind: 'expiring' }, 'a@b.fr', ORIGIN);
  expect(one.text).toContain('Un message sera supprimé');
  expect(one.text).not.toContain('de plus');
});
