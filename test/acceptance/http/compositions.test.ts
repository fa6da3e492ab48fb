import { beforeAll, describe, expect, it } from 'vitest';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { type CompositionView } from '../../../src/contracts/http/compositions.http.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { actingAs, mailboxIdOf, personIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const MiB = 1024 * 1024;
const at = (name: string) => `${name}@medimail.test`;

describeProduct('a message that is answered or forwarded', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    julie = await product().person('julie.martin');
  }, 60_000);

  type Kind = 'reply' | 'reply-all' | 'forward';
  const composed = async (client: MailClient, id: string, kind: Kind) =>
    expectStatus(await client.call(`/messages/${id}/${kind}`), 200).json as CompositionView;
  const post = async (client: MailClient, composition: object) =>
    (expectStatus(await client.call('/messages', { json: composition }), 201).json as { id: string }).id;
  /** From antoine, opened by its reader. */
  async function received(message: object, reader = claire): Promise<string> {
    const { id } = await antoine.send({ to: [at('claire.pradel')], ...message });
    await reader.seeing(antoine).open(id);
    return id;
  }

  it('needs to have been opened, and to be held: 409, 404', async () => {
    const { id } = await antoine.send({ to: [at('claire.pradel')] });
    for (const kind of ['reply', 'reply-all', 'forward'] as const) {
      expectProblem(await claire.seeing(antoine).call(`/messages/${id}/${kind}`), 409, 'not-opened');
      expectProblem(await julie.call(`/messages/${id}/${kind}`), 404, 'not-found');
      expectProblem(await claire.call(`/messages/none/${kind}`), 404, 'not-found');
      await composed(antoine, id, kind);
    }
  });

  it('is answered to the accounts that it was sent to, wherever their addresses went since (D5, X4)', async () => {
    const admin = await product().person('admin');
    const moving = 'deplacee@demo.apicrypt.test';
    const give = async (name: string, address: string) => {
      const path = `/api/v1/admin/accounts/${mailboxIdOf(name)}/correspondences`;
      const json = { correspondences: [{ kind: 'apicrypt', address }] };
      expectStatus(await admin.ask(path, { method: 'PUT', json }), 200);
    };
    await give('julie.martin', moving);
    const id = await received({ to: [moving, at('claire.pradel')] });
    const toAll = async () => (await composed(claire, id, 'reply-all')).to;
    expect(await toAll()).toEqual([at('antoine.mennebeuf'), moving]);
    await give('julie.martin', 'julie@demo.apicrypt.test');
    expect(await toAll()).toEqual([at('antoine.mennebeuf'), at('julie.martin')]);
    await give('claire.pradel', moving);
    expect(await toAll()).toEqual([at('antoine.mennebeuf'), at('julie.martin')]);
    expect((await composed(antoine, id, 'reply')).to).toEqual([at('julie.martin'), at('claire.pradel')]);
    await post(claire, await composed(claire, id, 'reply-all'));
  });

  describe('with an answer (D4)', () => {
    it('is quoted for its sender, and goes back as it is, in its conversation', async () => {
      const attachments = [await antoine.upload('a.txt', Buffer.from('contenu'))];
      const id = await received({ subject: 'RE: Bilan', html: '<p>Avis ?</p>', attachments });
      const composition = await composed(claire, id, 'reply');
      expect(composition).toEqual({
        to: [at('antoine.mennebeuf')],
        cc: [],
        subject: 'Re : Bilan',
        html: expect.stringMatching(
          /^<p><br \/><\/p><p>Le 23\/11\/2026 à 10:00, Antoine Mennebeuf &lt;.*<blockquote><p>Avis \?<\/p><\/blockquote>$/,
        ),
        attachments: [],
        replyTo: id,
      });
      const answer = await post(claire, composition);
      const opened = await antoine.seeing(claire).open(answer);
      expect(opened).toMatchObject({ subject: 'Re : Bilan', html: composition.html, attachments: [] });
      expect((await composed(antoine, answer, 'reply')).subject).toBe('Re : Bilan');
    });

    it('goes to the correspondence that it was sent from, or whoever the sender is now', async () => {
      const id = await received({});
      expect((await composed(antoine, id, 'reply')).to).toEqual([at('claire.pradel')]);
    });

    it('of 1 MiB is quoted so that the answer can be posted', async () => {
      for (const html of ['x'.repeat(MiB), '"'.repeat(MiB - 1_000)]) {
        const id = await received({ html });
        for (const kind of ['reply', 'forward'] as const) {
          const composition = await composed(claire, id, kind);
          expect(composition.html).toContain('[…]');
          await post(claire, { ...composition, to: [at('antoine.mennebeuf')] });
        }
      }
    });

    it('has a subject of 255 characters at most', async () => {
      const id = await received({ subject: 'é'.repeat(255) });
      const composition = await composed(claire, id, 'reply');
      expect(composition.subject).toBe(`Re : ${'é'.repeat(249)}…`);
      await post(claire, composition);
    });
  });

  it('with an answer to all goes to the others, never to the account itself (D5)', async () => {
    const id = await received({
      to: [at('claire.pradel'), at('julie.martin')],
      cc: [at('rose.rouge'), at('labo.bio')],
    });
    const composition = await composed(claire, id, 'reply-all');
    expect([composition.to, composition.cc]).toEqual([
      [at('antoine.mennebeuf'), at('julie.martin')],
      [at('rose.rouge'), at('labo.bio')],
    ]);
    const answer = await post(claire, composition);
    expect((await julie.seeing(claire).open(answer)).to.map(({ address }) => address)).toEqual(
      composition.to,
    );
    expect(await composed(antoine, id, 'reply-all')).toMatchObject({
      to: [at('claire.pradel'), at('julie.martin')],
      cc: [at('rose.rouge'), at('labo.bio')],
    });
  });

  it('to a correspondence of the account is not answered to the account (D5)', async () => {
    const { id } = await claire.send({ to: ['antoine.mennebeuf@demo.mssante.test', at('julie.martin')] });
    await antoine.seeing(claire).open(id);
    expect((await composed(antoine, id, 'reply-all')).to).toEqual([at('claire.pradel'), at('julie.martin')]);
  });

  it('from a delegate’s copy goes to the sender (D4, D5)', async () => {
    const [person, mailbox] = [personIdOf('claire.pradel'), mailboxIdOf('claire.pradel')];
    await product().bus.execute(new AddDelegateCommand(actingAs(person, mailbox), at('julie.martin')));
    const id = await received({}, julie);
    expect((await composed(julie, id, 'reply')).to).toEqual([at('antoine.mennebeuf')]);
    expect((await composed(julie, id, 'reply-all')).to).toEqual([
      at('antoine.mennebeuf'),
      at('claire.pradel'),
    ]);
  });

  describe('as a forward (D6)', () => {
    let id: string;
    let original: { id: string; name: string };
    beforeAll(async () => {
      const attachments = [await antoine.upload('bilan.txt', Buffer.from('contenu'))];
      id = await received({ subject: 'Bilan', attachments });
      original = { id: attachments[0] ?? '', name: 'bilan.txt' };
    });
    const to = [at('rose.rouge')];
    const attached = async (message: string) =>
      (await claire.open(message)).attachments.map((one) => ({ id: one.id, name: one.name }));

    it('has its recipients to be written, the envelope in words, and the originals', async () => {
      const composition = await composed(claire, id, 'forward');
      expect(composition).toMatchObject({
        to: [],
        cc: [],
        subject: 'TR : Bilan',
        attachments: [{ ...original, type: 'text/plain', size: 7 }],
        forwardOf: id,
      });
      expect(composition).not.toHaveProperty('replyTo');
      for (const line of [
        'De : Antoine Mennebeuf',
        'Date : 23/11/2026 à 10:00',
        'À : Claire',
        'Objet : Bilan',
      ])
        expect(composition.html).toContain(line);
    });

    it('carries the originals, named as it was answered, by their ids, or not at all', async () => {
      const composition = await composed(claire, id, 'forward');
      for (const attachments of [composition.attachments, [original.id], [original.id, original.id], []]) {
        expect(await attached(await post(claire, { ...composition, to, attachments }))).toEqual([original]);
      }
      const more = await claire.upload('avis.txt', Buffer.from('avis'));
      const both = { ...composition, to, attachments: [...composition.attachments, more] };
      expect(await attached(await post(claire, both))).toEqual([original, { id: more, name: 'avis.txt' }]);
    });

    it('is saved as it is, as answers are: a draft keeps what it forwards, and no attachment (D3)', async () => {
      for (const kind of ['reply', 'reply-all', 'forward'] as const) {
        const composition = await composed(claire, id, kind);
        const saved = expectStatus(await claire.call('/drafts', { json: composition }), 201).json;
        expect(saved).toMatchObject({ attachmentsKept: false });
        const draft = await claire.call(`/drafts/${saved.id}`);
        const { attachments, ...kept } = composition;
        expect(draft.json).toMatchObject(kept);
        expect(draft.json).not.toHaveProperty('attachments');
        expect(draft.json.originals ?? []).toEqual(attachments);
        const again = { ...composition, subject: 'Suite', attachments: [original.id] };
        expectStatus(await claire.call(`/drafts/${saved.id}`, { method: 'PUT', json: again }), 200);
      }
    });

    it('with a reference that is null has none; of attachments without an id it is refused', async () => {
      const composition = { to, subject: 'x', html: 'x', attachments: [], replyTo: null, forwardOf: null };
      expect(await attached(await post(claire, composition))).toEqual([]);
      for (const attachments of [[{ name: 'x' }], [3], 'x', [''], ['../x'], Array(501).fill(original.id)]) {
        for (const path of ['/messages', '/drafts']) {
          const answer = await claire.call(path, { json: { ...composition, attachments } });
          expectProblem(answer, 400, 'invalid');
        }
      }
    });

    it('is what the originals belong to: nothing else takes them', async () => {
      const composition = await composed(claire, id, 'forward');
      const alone = { to, subject: 'x', html: 'x', attachments: composition.attachments };
      expectProblem(await claire.call('/messages', { json: alone }), 400, 'invalid');
      const other = await received({});
      expectProblem(await claire.call('/messages', { json: { ...alone, forwardOf: other } }), 400, 'invalid');
    });

    it('of a forward carries them again', async () => {
      const first = await post(claire, { ...(await composed(claire, id, 'forward')), to });
      const again = await composed(claire, first, 'forward');
      expect(again.subject).toBe('TR : Bilan');
      expect(await attached(await post(claire, { ...again, to }))).toEqual([original]);
    });
  });

  it('that is refused names every address and every attachment at once, and seals nothing (D2, D6)', async () => {
    const known = await claire.upload('a.txt', Buffer.from('a'));
    const head = () => product().app.get<EventStore>(EVENT_STORE).head();
    const before = await head();
    const json = {
      to: ['personne@medimail.test', at('antoine.mennebeuf')],
      cc: ['sans-arobase'],
      attachments: ['gone', known, { id: 'gone-too', name: 'x' }],
    };
    const { errors } = expectProblem(
      await claire.call('/messages', { json }),
      422,
      'recipients-refused',
    ).json;
    const named = (errors as Record<string, string>[]).map(({ field, code, address, id }) => [
      field,
      code,
      address ?? id,
    ]);
    expect(named.sort()).toEqual([
      ['attachments', 'unknown', 'gone'],
      ['attachments', 'unknown', 'gone-too'],
      ['cc', 'malformed', 'sans-arobase'],
      ['to', 'unknown', 'personne@medimail.test'],
    ]);
    expect(await head()).toBe(before);
    await post(claire, { ...json, to: json.to.slice(1), cc: [], attachments: [known] });
  });
});
