import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import canonicalize from 'canonicalize';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { type Salts } from '../../src/contracts/events/message.events.js';
import { commitTo } from '../../src/platform/crypto/commitments.js';
import { composeEml } from '../../src/platform/eml/compose-eml.js';
import { type MailParty } from '../../src/platform/eml/header-fields.js';
import { verifyEml } from '../../src/platform/eml/verify-eml.js';
import { plainText } from '../../src/platform/html/plain-text.js';
import { gathered, piecesOf } from './byte-sources.js';

export interface EmlSample {
  readonly subject: string;
  readonly from: MailParty;
  readonly to: readonly MailParty[];
  readonly cc: readonly MailParty[];
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[];
  readonly replyTo?: string;
  readonly references?: readonly string[];
  readonly forwardOf?: string;
  readonly automatic?: true;
}

export const emlSample: EmlSample = {
  subject: 'Résultats de Mme Éloïse Dûpont-Ñandú 🩺',
  from: { address: 'antoine.mennebeuf@medimail.test', name: 'Mennebeuf, Antoine "Tonio"' },
  to: [
    { address: 'claire.pradel@medimail.test', name: 'Claire Pradel' },
    { address: 'rose@medimail.test', name: '' },
  ],
  cc: [{ address: 'julie.martin@medimail.test', name: '=?UTF-8?Q?Julie?= <a@b.fr>' }],
  html: '<p>Bonjour à tous,</p>\r\n<p>CRP&nbsp;: 4 mg/L 🙂</p>',
  attachments: [
    { name: 'Résumé d’été "final"/2026\\v2.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 é') },
    {
      name: 'binaire.bin',
      type: 'application/octet-stream',
      bytes: Buffer.from([0, 255, 13, 10, 13, 46, 10]),
    },
  ],
};

export const EML_ID = '0f0e0d0c-0b0a-4908-8706-050403020100';
export const EML_SEALED_AT = '2026-11-23T10:00:00.123Z';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly jwk: object;
}

export async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } };
}

const salt = (n: number) => createHash('sha256').update(`salt ${n}`).digest('base64url');

/**
 * The message sealed as the service does, and as the file that it exports.
 *
 * @param sealsNames false: as seals were before they covered names and types of attachments
 */
export async function sealedEml(sample: EmlSample, key: SigningKey, sealsNames = true): Promise<Buffer> {
  const { subject, from, to, cc, html, attachments } = sample;
  const salts: Salts = {
    subject: salt(1),
    from: salt(2),
    to: salt(3),
    cc: salt(4),
    body: salt(5),
    attachments: attachments.map((_, index) => salt(6 + index)),
    ...(sealsNames && { files: attachments.map((_, index) => salt(1_000 + index)) }),
  };
  const digests = attachments.map(({ name, type, bytes }) => ({
    name,
    type,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const values = { subject, from, to, cc, body: Buffer.from(html), attachments: digests };
  const payload = { id: EML_ID, sealedAt: EML_SEALED_AT, commitments: commitTo(values, salts) };
  const jws = await new CompactSign(Buffer.from(canonicalize(payload) ?? ''))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .sign(key.privateKey);
  return gathered(
    composeEml({
      ...sample,
      id: EML_ID,
      sealedAt: EML_SEALED_AT,
      text: plainText(html),
      attachments: attachments.map(({ bytes, ...file }) => ({ ...file, bytes: piecesOf(bytes, 1_000) })),
      seal: { jws, kid: key.kid, salts },
      replyTo: sample.replyTo ?? null,
      references: sample.references ?? [],
      forwardOf: sample.forwardOf ?? null,
      automatic: sample.automatic ?? false,
    }),
  );
}

/** What the verifier says: `valid`, or the fault. */
export async function faultOf(eml: Buffer, ...keys: readonly SigningKey[]): Promise<string> {
  const verdict = await verifyEml(Readable.from([eml], { objectMode: false }), {
    keys: keys.map(({ jwk }) => jwk),
  });
  return verdict.valid ? 'valid' : verdict.reason;
}
