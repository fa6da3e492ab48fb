import { describe, expect, it } from 'vitest';
import { BOX_OVERHEAD_BYTES, BoxNotOpened, eraseSecret, openBox, sealBox } from './aead.js';

const key = Buffer.alloc(32, 7);
const bound = Buffer.from('message-1');

describe('sealBox and openBox', () => {
  it.each([0, 1, 64 * 1024])('give back %i plain bytes', (length) => {
    const plain = Buffer.alloc(length, 3);
    const box = sealBox(key, plain, bound);
    expect(box.length).toBe(length + BOX_OVERHEAD_BYTES);
    expect(openBox(key, box, bound)).toEqual(plain);
  });

  it('make another box of the same bytes each time', () => {
    expect(sealBox(key, bound, bound)).not.toEqual(sealBox(key, bound, bound));
  });

  it('open the test vector of draft-irtf-cfrg-xchacha-03, A.3.1', () => {
    const nonce = '404142434445464748494a4b4c4d4e4f5051525354555657';
    const ciphertext =
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39' +
      'ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
      '21f9664c97637da9768812f615c68b13b52e';
    const tag = 'c0875924c1c7987947deafd8780acf49';
    const vectorKey = Buffer.from(Array.from({ length: 32 }, (_, index) => 0x80 + index));
    const additionalData = Buffer.from('50515253c0c1c2c3c4c5c6c7', 'hex');
    expect(
      openBox(vectorKey, Buffer.from(nonce + ciphertext + tag, 'hex'), additionalData).toString(),
    ).toMatch(/^Ladies and Gentlemen of the class of '99: If I could offer you only one tip/);
  });

  it('refuse a box of which any one byte was altered', () => {
    const box = sealBox(key, Buffer.from('abc'), bound);
    for (let index = 0; index < box.length; index++) {
      const altered = Buffer.from(box);
      altered.writeUInt8(altered.readUInt8(index) ^ 1, index);
      expect(() => openBox(key, altered, bound)).toThrow(BoxNotOpened);
    }
  });

  it('refuse other additional data, another key, and a box cut short', () => {
    const box = sealBox(key, Buffer.from('abc'), bound);
    expect(() => openBox(key, box, Buffer.from('message-2'))).toThrow(BoxNotOpened);
    expect(() => openBox(Buffer.alloc(32, 8), box, bound)).toThrow(BoxNotOpened);
    for (let length = 0; length < box.length; length++) {
      expect(() => openBox(key, box.subarray(0, length), bound)).toThrow(BoxNotOpened);
    }
  });
});

describe('eraseSecret', () => {
  it('leaves zeros', () => {
    const secret = Buffer.alloc(32, 9);
    eraseSecret(secret);
    expect(secret).toEqual(Buffer.alloc(32));
  });
});
