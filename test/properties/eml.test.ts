import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/platform/html/plain-text.js';
import { anyEml } from '../harness/random-eml.js';
import {
  EML_ID,
  emlSample,
  type EmlSample,
  faultOf,
  sealedEml,
  type SigningKey,
  signingKey,
} from '../harness/sealed-eml.js';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('key-1');
});

const idsBefore = ({ references = [], replyTo, forwardOf }: EmlSample) =>
  [...new Set([...references, replyTo, forwardOf])].filter((id) => id !== undefined);

const lines = (text: string) => text.replace(/\r\n?/g, '\n');

/** What is written for a message; a fault planted in it must be found. */
type Write = (sample: EmlSample) => Promise<Buffer>;
const write: Write = (sample) => sealedEml(sample, key);

type Property = (sample: EmlSample, eml: Buffer) => Promise<void>;

function property(name: string, holds: Property, fault: (sample: EmlSample) => EmlSample | Buffer): void {
  const check = (written: Write, numRuns: number) =>
    fc.check(
      fc.asyncProperty(anyEml, async (sample) => {
        await holds(sample, await written(sample));
      }),
      { numRuns },
    );
  it(name, async () => {
    const { failed, errorInstance, counterexample } = await check(write, 300);
    if (failed)
      throw new Error(`does not hold for ${fc.stringify(counterexample)}`, { cause: errorInstance });
    await holds(emlSample, await write(emlSample));
  });
  it(`${name}: and the property finds a planted fault`, async () => {
    const faulty: Write = async (sample) => {
      const changed = fault(sample);
      return Buffer.isBuffer(changed) ? changed : write(changed);
    };
    expect((await check(faulty, 1_000)).failed).toBe(true);
  });
}

describe('whatever a message holds, its export (C9)', () => {
  property(
    'is read back by mailparser as it was, part by part',
    async (sample, eml) => {
      const parsed = await simpleParser(eml);
      const parties = (field: 'to' | 'cc') => {
        const value = parsed[field];
        return (Array.isArray(value) ? value : [value]).flatMap((one) => one?.value ?? []);
      };
      expect(parsed.subject ?? '').toBe(sample.subject);
      expect(parsed.from?.value).toEqual([sample.from]);
      expect(parties('to')).toEqual(sample.to);
      expect(parties('cc')).toEqual(sample.cc);
      expect(parsed.messageId).toBe(`<${EML_ID}@medimail.fr>`);
      expect(parsed.date?.toISOString()).toBe('2026-11-23T10:00:00.000Z');
      expect(parsed.inReplyTo).toBe(sample.replyTo && `<${sample.replyTo}@medimail.fr>`);
      expect([parsed.references ?? []].flat()).toEqual(idsBefore(sample).map((id) => `<${id}@medimail.fr>`));
      expect(parsed.html || '').toBe(sample.html.replace(/\r\n/g, '\n'));
      expect(lines(parsed.text ?? '')).toBe(lines(plainText(sample.html)));
      expect(parsed.attachments.map(({ filename, content }) => ({ filename, content }))).toEqual(
        sample.attachments.map(({ name, bytes }) => ({ filename: name, content: bytes })),
      );
    },
    (sample) => ({ ...sample, subject: sample.subject.trim() }),
  );

  property(
    'is confirmed by its seal',
    async (sample, eml) => {
      expect(await faultOf(eml, key)).toBe('valid');
    },
    () => Buffer.from('Subject: Bonjour\r\n\r\n'),
  );

  property(
    'is ASCII in short lines (RFC 5322, 2.1.1)',
    (_, eml) => {
      const text = eml.toString('latin1');
      expect(text.replace(/[\r\n\t -~]/g, '')).toBe('');
      expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      return Promise.resolve();
    },
    ({ subject }) => Buffer.from(`Subject: ${subject}\r\n\r\n`),
  );
});
