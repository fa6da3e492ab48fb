import {
  type FolderView,
  type MessageRow,
  type MessageView,
} from '../../src/contracts/http/messages.http.js';

/* What the double of the API answers. */

export const antoine = { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf' };
export const claire = { address: 'claire.pradel@medimail.test', name: 'Claire Pradel' };
export const row: MessageRow = {
  id: 'm1',
  folder: 'in',
  from: antoine,
  to: [claire],
  subject: 'CR d’hospitalisation',
  sentAt: '2026-11-20T11:37:00.000Z',
  opened: false,
  openedByMe: false,
  hasAttachments: true,
  size: 2048,
  expiresAt: '2027-02-20T11:37:00.000Z',
};
export const message: MessageView = {
  ...row,
  cc: [],
  html: '<p>Bonjour,</p><script>parent.document.title = "hacked"</script><img src=x onerror="parent.document.title = 1">',
  text: 'Bonjour,',
  attachments: [{ id: 'a1', name: 'MENNEBEUF.pdf', type: 'application/pdf', size: 2048, sha256: '' }],
  seal: { kid: 'k', jws: 'j', sealedAt: row.sentAt },
  events: [
    {
      id: 'e2',
      type: 'opened',
      text: 'Ouverture par claire le 20/11/2026 à 12:40',
      by: claire,
      at: row.sentAt,
    },
    {
      id: 'e1',
      type: 'sealed',
      text: 'Scellement par antoine le 20/11/2026 à 12:37',
      by: antoine,
      at: row.sentAt,
    },
  ],
};
export const folder = (id: string, role: FolderView['role'], name: string, unread = 0): FolderView => ({
  id,
  role,
  name,
  parentId: null,
  total: 1,
  unread,
});
export const me = {
  person: { id: 'p1', firstName: 'Claire', lastName: 'Pradel', roles: [] },
  pending: [] as string[],
  accounts: [{ id: 'box', address: claire.address, type: 'MED', label: '', isDefault: true }],
};
export const command = { body: { id: 'm1', stream: 's', revision: 7 }, after: 'message-1@7' };
