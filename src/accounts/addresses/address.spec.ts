import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctAddresses, normalizeAddress } from './address.js';

it.each([
  ['claire.pradel@medimail.test', 'claire.pradel@medimail.test'],
  ['  Claire.PRADEL@Medimail.TEST ', 'claire.pradel@medimail.test'],
  ['a+b@médecins.fr', 'a+b@xn--mdecins-bya.fr'],
  ['a@XN--MDECINS-BYA.fr', 'a@xn--mdecins-bya.fr'],
  ['279035121518989@patient.mssante.fr', '279035121518989@patient.mssante.fr'],
])('%s is compared as %s', (text, expected) => {
  expect(normalizeAddress(text)).toBe(expected);
});

it.each([
  '',
  '@medimail.test',
  'claire',
  'claire@',
  'claire@medimail',
  'claire pradel@medimail.test',
  'claire..pradel@medimail.test',
  '.claire@medimail.test',
  'claire@pradel@medimail.test',
  'claire@127.0.0.1',
  'claire@[127.0.0.1]',
  'claire@medimail.test%2eevil.test',
  'claire@-medimail.test',
  'claire@medimail..test',
  'claire@medimail.test\r\nBcc: x@y.fr',
  'Claire <claire@medimail.test>',
  `${'x'.repeat(65)}@medimail.test`,
  `x@${'x'.repeat(64)}.test`,
  `x@${'x.'.repeat(130)}test`,
])('%j is malformed', (text) => {
  expect(normalizeAddress(text)).toBeUndefined();
});

it('a domain is what IDNA makes of it, whether it is asked or not', () => {
  const label = fc.stringMatching(/^(?:[a-z0-9-]{1,8}|xn--[a-z0-9-]{1,6}|[a-zé0-9]{1,4})$/);
  const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(domain, (name) => {
      const normal = normalizeAddress(`a@${name}`);
      if (normal !== undefined) expect(normal).toBe(`a@${domainToASCII(name)}`);
    }),
    { numRuns: 2_000 },
  );
  expect(normalizeAddress('a@xn--a.fr')).toBeUndefined();
  expect(normalizeAddress('a@ab--cd.fr')).toBe('a@ab--cd.fr');
});

it('an address counts once, however often and in whatever way it is written; a malformed one too', () => {
  expect(distinctAddresses([])).toEqual([]);
  const texts = [' A@B.fr ', 'a@b.fr', 'c@b.fr', 'claire', 'claire', ' claire'];
  expect(distinctAddresses(texts)).toEqual([' A@B.fr ', 'c@b.fr', 'claire', ' claire']);
});
