import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainText } from '../../src/platform/html/plain-text.js';
import { describeWhere, pythonMissing } from '../harness/availability.js';
import { EML_ID, emlSample, type EmlSample, sealedEml, signingKey } from '../harness/sealed-eml.js';

const long = 'Très long '.repeat(25).trim();
const file = (name: string, bytes: Buffer = Buffer.from(name)) => ({ name, type: 'application/pdf', bytes });

/** By what is special about each. */
const samples: Readonly<Record<string, EmlSample>> = {
  'accents, emoji, quotes, commas': { ...emlSample, cc: [] },
  'a very long subject': { ...emlSample, subject: long },
  'a very long word as a subject': { ...emlSample, subject: 'é'.repeat(255) },
  'no subject': { ...emlSample, subject: '' },
  'no body': { ...emlSample, html: '' },
  'no attachment': { ...emlSample, attachments: [] },
  'one attachment': { ...emlSample, attachments: [file('a.pdf')] },
  'two hundred attachments': {
    ...emlSample,
    attachments: Array.from({ length: 200 }, (_, n) => file(`${n}.pdf`)),
  },
  'a binary attachment': {
    ...emlSample,
    attachments: [file('tout.bin', Buffer.from(Array.from({ length: 65_536 }, (_, n) => n % 256)))],
  },
  'names of files': {
    ...emlSample,
    attachments: [
      'Résumé.pdf',
      `${long}.pdf`,
      '"cité".pdf',
      'a/b\\c.pdf',
      'x;y=z.pdf',
      '中文 🩺.pdf',
      "l'été.pdf",
    ].map((name) => file(name)),
  },
  'names of people': {
    ...emlSample,
    to: ['Pradel, Claire', '"Rose" O’Rouge', 'a@b.fr', 'Dr. (Cardio)', 'Éloïse', ''].map((name, n) => ({
      name,
      address: `p${n}@medimail.test`,
    })),
  },
  'a very long name': { ...emlSample, to: [{ name: long, address: 'p@medimail.test' }] },
  'five hundred recipients': {
    ...emlSample,
    to: Array.from({ length: 500 }, (_, n) => ({ name: `Élodie ${n}`, address: `p${n}@medimail.test` })),
  },
};

const parties = (list: EmlSample['to'] = []) => list.map((one) => [one.name, one.address]);

/**
 * Python 3.11 keeps the spaces between the encoded words of one name, which RFC 2047 (6.2) has readers
 * leave out. Names of more than 39 bytes need several.
 */
const withoutSpaces = (found: unknown): unknown => JSON.parse(JSON.stringify(found).replaceAll(' ', ''));

describeWhere(pythonMissing(), 'an exported message, read by Python’s email package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-eml-'));
  let found: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const key = await signingKey('key-1');
    for (const [index, sample] of Object.values(samples).entries()) {
      writeFileSync(join(folder, `${String(index).padStart(3, '0')}.eml`), await sealedEml(sample, key));
    }
    const script = fileURLToPath(new URL('../harness/read-eml.py', import.meta.url));
    const output = execFileSync('python3', ['-I', script, folder], { maxBuffer: 64 * 1024 * 1024 });
    found = JSON.parse(output.toString()) as Record<string, unknown>[];
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('comes back as it was, with a name of several encoded words (C9)', () => {
    const index = Object.keys(samples).indexOf('a very long name');
    expect(withoutSpaces(found[index]?.['to'])).toEqual(
      withoutSpaces(parties(samples['a very long name']?.to)),
    );
  });

  it.each(
    Object.keys(samples)
      .map((name, index) => [name, index] as const)
      .filter(([name]) => name !== 'a very long name'),
  )('comes back as it was, with %s (C9)', (name, index) => {
    const sample = samples[name] ?? emlSample;
    expect(found[index]).toEqual({
      subject: sample.subject,
      from: parties([sample.from]),
      to: parties(sample.to),
      cc: parties(sample.cc),
      date: '2026-11-23T10:00:00+00:00',
      id: `<${EML_ID}@medimail.fr>`,
      html: sample.html,
      text: plainText(sample.html).replace(/\r\n|\r|\n/g, '\r\n'),
      attachments: sample.attachments.map((one) => [
        one.name,
        createHash('sha256').update(one.bytes).digest('hex'),
      ]),
      defects: [],
    });
  });
});
