import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describeProduct('the main job: seal, send, read (A1, C1, C3, C6, C7, C8, D2)', (product) => {
  describedStatuses(product);
  const pdf = new TextEncoder().encode(
    '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );
  let doctor: MailClient;
  let recipient: MailClient;
  let id: string;

  it('sends a message with a PDF, sealed, to its recipient', async () => {
    // Later than what the demonstration begins with.
    product().clock.set('2026-11-23T09:30:00.000Z');
    doctor = await product().person('antoine.mennebeuf');
    recipient = await product().person('claire.pradel');
    const upload = await doctor.upload('Compte-rendu n°1.pdf', pdf, 'application/pdf');
    const answer = await doctor.send({
      to: ['claire.pradel@medimail.test'],
      subject: 'Compte-rendu',
      html: '<p>Voir la pièce jointe.</p><script>alert(1)</script>',
      attachments: [upload],
    });
    expect(answer).toMatchObject({ stream: `message-${answer.id}`, revision: 2 });
    id = answer.id;
  });

  it('shows it in « Messages envoyés », opened by nobody', async () => {
    const { items } = await doctor.list('folder=sent');
    expect(items[0]).toMatchObject({
      id,
      folder: 'sent',
      opened: true,
      openedBy: 'none',
      hasAttachments: true,
    });
  });

  it('shows it unread in the inbox of the recipient, with a paperclip and its last day', async () => {
    product().clock.advance(60_000);
    const { items } = await recipient.seeing(doctor).list('folder=inbox');
    expect(items[0]).toMatchObject({
      id,
      subject: 'Compte-rendu',
      from: { address: 'antoine.mennebeuf@medimail.test', name: 'Antoine Mennebeuf' },
      to: [{ address: 'claire.pradel@medimail.test', name: 'Claire Pradel' }],
      opened: false,
      openedByMe: false,
      hasAttachments: true,
      expiresAt: '2027-02-23T09:30:00.000Z',
    });
  });

  it('gives neither text nor attachments before the opening', async () => {
    for (const path of [`/messages/${id}`, `/messages/${id}/events`, `/messages/${id}/attachments/a`]) {
      const refused = expectStatus(await recipient.call(path), 409);
      expect(refused.json).toMatchObject({ type: 'https://medimail.fr/problems/not-opened', status: 409 });
    }
  });

  it('opens: the whole message, made safe, with its seal and its timeline, newest first', async () => {
    const message = await recipient.open(id);
    expect(message).toMatchObject({
      id,
      html: '<p>Voir la pièce jointe.</p>',
      text: 'Voir la pièce jointe.',
      opened: true,
      openedByMe: true,
      attachments: [
        { name: 'Compte-rendu n°1.pdf', type: 'application/pdf', size: pdf.length, sha256: sha256(pdf) },
      ],
    });
    expect(message.seal.jws.split('.')).toHaveLength(3);
    expect(message.events.map(({ text }) => text)).toEqual([
      'Ouverture par claire.pradel@medimail.test le 23/11/2026 à 10:31',
      'Remise à claire.pradel@medimail.test le 23/11/2026 à 10:30',
      'Envoi par antoine.mennebeuf@medimail.test le 23/11/2026 à 10:30',
      'Scellement par antoine.mennebeuf@medimail.test le 23/11/2026 à 10:30',
    ]);
  });

  it('gives the attachment, whole or in part, for a sandbox and under its own name', async () => {
    const { attachments } = expectStatus(await recipient.call(`/messages/${id}`), 200).json;
    const path = `/messages/${id}/attachments/${String(attachments[0].id)}`;
    const whole = expectStatus(await recipient.call(path), 200);
    expect(whole.text).toBe(new TextDecoder().decode(pdf));
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-length': String(pdf.length),
      'accept-ranges': 'bytes',
    });
    expect(whole.headers.get('Content-Disposition')).toContain(
      "filename*=UTF-8''Compte-rendu%20n%C2%B01.pdf",
    );
    const part = expectStatus(await recipient.call(path, { headers: { Range: 'bytes=0-7' } }), 206);
    expect(part.text).toBe('%PDF-1.4');
    expect(part.headers.get('Content-Range')).toBe(`bytes 0-7/${pdf.length}`);
    expectStatus(await recipient.call(path, { headers: { Range: 'bytes=9999-' } }), 416);
    expectStatus(await recipient.call(`/messages/${id}/attachments/none`), 404);
  });

  it('opens once for a person and mailbox: the second opening is no event', async () => {
    expect((await recipient.open(id)).events).toHaveLength(4);
  });

  it('tells the sender who opened', async () => {
    const { items } = await doctor.seeing(recipient).list('folder=sent');
    expect(items[0]).toMatchObject({ id, openedBy: 'all' });
    const events = expectStatus(await doctor.call(`/messages/${id}/events`), 200).json;
    expect(events[0].type).toBe('opened');
  });

  it('moves, deletes, restores and deletes for good, with exact counts (C10)', async () => {
    const counts = async () =>
      Object.fromEntries((await recipient.folders()).map(({ id: folder, total }) => [folder, total]));
    const before = await counts();
    expectStatus(await recipient.call(`/messages/${id}`, { method: 'DELETE' }), 200);
    expect(await counts()).toMatchObject({ inbox: (before['inbox'] ?? 0) - 1, deleted: 1 });
    expectStatus(await recipient.call(`/messages/${id}/restore`, { method: 'POST' }), 200);
    expect(await counts()).toEqual(before);
    expectStatus(await recipient.call(`/messages/${id}?forever=true`, { method: 'DELETE' }), 409);
    expectStatus(await recipient.call(`/messages/${id}`, { method: 'DELETE' }), 200);
    expectStatus(await recipient.call(`/messages/${id}?forever=true`, { method: 'DELETE' }), 200);
    expect(await counts()).toMatchObject({ inbox: (before['inbox'] ?? 0) - 1, deleted: 0 });
    expectStatus(await recipient.call(`/messages/${id}/open`, { method: 'POST' }), 404);
  });

  it('shows a deletion for good to every holder, a deletion to its own mailbox only', async () => {
    const events = expectStatus(await doctor.seeing(recipient).call(`/messages/${id}/events`), 200).json;
    const types = events.map(({ type }: { type: string }) => type);
    expect(types[0]).toBe('deleted-forever');
    expect(types).not.toContain('deleted');
    expect(types).not.toContain('restored');
  });

  it('has lost nothing after a restart', async () => {
    const before = (await doctor.list('folder=sent')).items;
    await product().restart();
    doctor = await product().person('antoine.mennebeuf');
    expect((await doctor.list('folder=sent')).items).toEqual(before);
    expect((await doctor.open(id)).html).toBe('<p>Voir la pièce jointe.</p>');
  });
});
