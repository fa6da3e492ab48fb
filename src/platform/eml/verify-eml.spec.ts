import { beforeAll, describe, expect, it } from 'vitest';
import {
  EML_ID,
  emlSample,
  faultOf,
  sealedEml,
  type SigningKey,
  signingKey,
} from '../../../test/harness/sealed-eml.js';

let key: SigningKey;
let other: SigningKey;
let eml: string;
let old: string;
beforeAll(async () => {
  [key, other] = await Promise.all([signingKey('key-1'), signingKey('key-2')]);
  eml = (await sealedEml(emlSample, key)).toString('latin1');
  old = (await sealedEml(emlSample, key, false)).toString('latin1');
});

const b64 = (text: string) => Buffer.from(text).toString('base64');
const verdictOf = (changed: string, ...keys: SigningKey[]) =>
  faultOf(Buffer.from(changed, 'latin1'), ...(keys.length > 0 ? keys : [other, key]));
/** The file with one piece of it in another's place; the piece must be there. */
function altered(from: string | RegExp, to: string): string {
  const changed = eml.replace(from, to);
  expect(changed).not.toBe(eml);
  return changed;
}
/** One character of a base64 block that begins with the text. */
function oneByteOf(text: string): string {
  const start = eml.indexOf(b64(text).slice(0, Math.floor(text.length / 3) * 4));
  expect(start).toBeGreaterThan(0);
  return eml.slice(0, start + 1) + (eml[start + 1] === 'B' ? 'C' : 'B') + eml.slice(start + 2);
}

describe('an exported message, verified offline (G2)', () => {
  it('is confirmed by the right one of several keys', async () => {
    expect(await verdictOf(eml)).toBe('valid');
    expect(await verdictOf(eml, other)).toBe('unknown-key');
    expect(await verdictOf(eml, { ...other, jwk: { ...other.jwk, kid: 'key-1' } })).toBe('signature');
  });

  it('is confirmed whatever the lines are folded like', async () => {
    expect(await verdictOf(eml.replace(/\r\n /g, '\r\n\t'))).toBe('valid');
    expect(await verdictOf(eml.replace(/\r\n/g, '\n'))).toBe('valid');
  });

  it.each<[string, string, () => string]>([
    ['subject', 'subject', () => altered(/^Subject: =\?UTF-8\?B\?./m, 'Subject: =?UTF-8?B?V')],
    ['absence of a subject', 'subject', () => altered(/^Subject: [^\r]*\r\n( [^\r]*\r\n)*/m, '')],
    ['sender’s address', 'from', () => altered('<antoine.mennebeuf@', '<antoine.mennebeux@')],
    ['sender’s name', 'from', () => altered(/^From: =\?UTF-8\?B\?./m, 'From: =?UTF-8?B?V')],
    ['sender more', 'from', () => altered(/^From: /m, 'From: Autre <a@b.fr>, ')],
    ['recipient’s name', 'to', () => altered('Claire Pradel', 'Claire Pradet')],
    ['recipient more', 'to', () => altered('<rose@medimail.test>', '<rose@medimail.test>, <a@b.fr>')],
    ['order of recipients', 'to', () => altered(/^To: ([^\r]*),\r\n ([^\r]*)/m, 'To: $2,\r\n $1')],
    ['recipient less', 'to', () => altered(/^To: [^\r]*,\r\n /m, 'To: ')],
    ['copy', 'cc', () => altered('<julie.martin@', '<julie.martim@')],
    ['body', 'structure', () => altered('text/html', 'text/html2')],
    ['body, one byte', 'text', () => oneByteOf(emlSample.html)],
    ['text alternative, one byte', 'text', () => oneByteOf('Bonjour à tous,')],
    ['character set', 'structure', () => altered('text/html; charset=utf-8', 'text/html; charset=utf-7')],
    ['attachment, one byte', 'attachments', () => oneByteOf('%PDF-1.7 é')],
    ['date', 'date', () => altered('10:00:00 +0000', '10:00:01 +0000')],
    ['id', 'id', () => altered(EML_ID, EML_ID.replace('0f', '1f'))],
    ['id of another service', 'id', () => altered('@medimail.fr>', '@exemple.fr>')],
    ['key’s id', 'kid', () => altered('Seal-Kid: key-1', 'Seal-Kid: key-2')],
    ['salts', 'malformed', () => altered(/^(X-Medimail-Seal-Salts: .)./m, '$1*')],
    ['absence of a seal', 'no-seal', () => altered('X-Medimail-Seal:', 'X-Other:')],
    ['second subject', 'fields', () => `Subject: Autre\r\n${eml}`],
    ['second sender', 'fields', () => `From: a@b.fr\r\n${eml}`],
    ['second word on who answers', 'fields', () => `Auto-Submitted: no\r\nAuto-Submitted: no\r\n${eml}`],
    ['reply address', 'fields', () => `Reply-To: a@b.fr\r\n${eml}`],
    ['label of the same subject', 'subject', () => altered(/^Subject: =\?UTF-8/m, 'Subject: =?utf8')],
    ['writing of the same sender', 'from', () => altered(/^(From: )=\?UTF-8\?B/m, '$1=?UTF-8?b')],
    ['writing of the same recipient', 'to', () => altered('To: Claire Pradel', 'To: "Claire Pradel"')],
    [
      'comment beside a recipient',
      'to',
      () => altered('<rose@medimail.test>', '(Rose) <rose@medimail.test>'),
    ],
    ['writing of the same date', 'date', () => altered('10:00:00 +0000', '11:00:00 +0100')],
    ['name of an attachment', 'files', () => altered(/(?<=name=")binaire\.bin/g, 'facture.bin')],
    [
      'type of an attachment',
      'files',
      () => altered('Content-Type: application/pdf', 'Content-Type: text/html'),
    ],
    ['second name', 'structure', () => altered(/(?<=\s name=")binaire\.bin/, 'facture.bin')],
    ['name in another character set', 'structure', () => altered("*0*=utf-8''", "*0*=utf-7''")],
    ['line before the parts', 'structure', () => altered('\r\n\r\n--', '\r\n\r\nBonjour\r\n--')],
    ['line between the parts', 'structure', () => altered(/--\r\n\r\n--/, '--\r\nBonjour\r\n--')],
    ['line behind the parts', 'structure', () => `${eml}Bonjour\r\n`],
    ['text amid base64', 'structure', () => altered('AP8NCg0uCg==', 'AP8N!Cg0uCg==')],
    [
      'encoding of a part',
      'structure',
      () => altered(/(?<=attachment[^]*)Encoding: base64/, 'Encoding: 7bit'),
    ],
    [
      'field of a part',
      'structure',
      () => altered(/^Content-Disposition/m, 'Content-ID: <a>\r\nContent-Disposition'),
    ],
    ['end cut off', 'structure', () => eml.slice(0, -6)],
  ])('is found out with another %s: %s', async (_, fault, change) => {
    expect(await verdictOf(change())).toBe(fault);
  });

  it.each(['relevé.csv', 'ecg.xml', 'lettre.p7m', 'faux.pdf'])(
    'is confirmed where nothing is known of %s but its name',
    async (name) => {
      const attachment = { name, type: 'application/octet-stream', bytes: Buffer.from([0, 255, 13, 10, 46]) };
      const sealed = await sealedEml({ ...emlSample, attachments: [attachment] }, key);
      expect(await faultOf(sealed, key)).toBe('valid');
      const renamed = sealed.toString('latin1').replace('application/octet-stream', 'application/pdf');
      expect(await faultOf(Buffer.from(renamed, 'latin1'), key)).toBe('files');
    },
  );

  it('that was sealed before names and types were is confirmed still, without them', async () => {
    expect(await verdictOf(old)).toBe('valid');
    expect(await verdictOf(old.replace(/(?<=name=")binaire\.bin/g, 'facture.bin'))).toBe('valid');
    const saltsOf = (text: string) => /^X-Medimail-Seal-Salts: [^]*?\r\n(?=\S)/m.exec(text)?.[0] ?? '';
    expect(await verdictOf(eml.replace(saltsOf(eml), saltsOf(old)))).toBe('files');
  });

  it.each([0, 1, 2])('is found out with another jws (part %i)', async (part) => {
    const [start = '', jws = '', rest = ''] = eml.split(
      /(?<=\r\nX-Medimail-Seal: )([\s\S]*?)(?=\r\nX-Medimail-Seal-Kid)/,
    );
    const pieces = jws.split('.');
    const piece = pieces[part] ?? '';
    pieces[part] = `${piece.slice(0, 3)}${piece[3] === 'A' ? 'B' : 'A'}${piece.slice(4)}`;
    expect(['malformed', 'signature', 'unknown-key', 'algorithm']).toContain(
      await verdictOf(start + pieces.join('.') + rest),
    );
  });

  it('is found out with the html altered where its text stays the same', async () => {
    const changed = b64(emlSample.html.replace('<p>Bonjour', '<p >Bonjou')).slice(0, 12);
    expect(await verdictOf(altered(b64(emlSample.html).slice(0, 12), changed))).not.toBe('valid');
    const html = b64(emlSample.html);
    const blank = b64(emlSample.html.replace('\r\n', '\n\n'));
    const block = new RegExp(
      html
        .match(/.{1,76}/g)
        ?.join('\r\n')
        .replace(/[+/]/g, '[$&]') ?? '',
    );
    expect(await verdictOf(altered(block, blank.match(/.{1,76}/g)?.join('\r\n') ?? ''))).toBe('body');
  });

  it('is found out with an attachment more or less', async () => {
    const parts = eml.split(/(?=\r\n--[^\r]+\r\nContent-Type: application\/)/);
    expect(parts).toHaveLength(3);
    const [before = '', first = '', last = ''] = parts;
    expect(await verdictOf(before + first + first + last)).toBe('attachments');
    expect(await verdictOf(before + last)).toBe('attachments');
    const text = first
      .replace(/Content-Type: [^\r]*(\r\n [^\r]*)*/, 'Content-Type: text/html; charset=utf-8')
      .replace(/Content-Disposition: [^\r]*(\r\n [^\r]*)*\r\n/, '');
    expect(await verdictOf(before + text + first + last)).toBe('structure');
  });

  it('says of what is no message that there is no seal', async () => {
    expect(await verdictOf('Bonjour')).toBe('no-seal');
    expect(await verdictOf('')).toBe('no-seal');
  });
});
