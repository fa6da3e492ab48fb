import { describe, expect, it } from 'vitest';
import { type IssuerRules, isStrong, provedNationalId } from './issuer-rules.js';

const rules: IssuerRules = { acrValues: ['eidas1'], amrValues: null, nationalId: 'never' };

describe('a strong authentication (A1)', () => {
  it.each<[string, readonly string[], Partial<IssuerRules>, boolean]>([
    ['eidas1', [], {}, true],
    ['eidas1', ['mfa', 'sc'], {}, true],
    ['eidas1', ['pwd', 'otp'], {}, true],
    ['eidas1', ['pwd'], {}, false],
    ['eidas1', ['pwd', 'kba'], {}, false],
    ['eidas2', ['sc'], {}, false],
    ['', ['sc'], {}, false],
    ['eidas2', ['sc'], { acrValues: ['eidas1', 'eidas2'] }, true],
    ['eidas1', ['sc'], { amrValues: ['sc', 'hwk'] }, true],
    ['eidas1', ['otp'], { amrValues: ['sc', 'hwk'] }, false],
    ['eidas1', [], { amrValues: ['sc', 'hwk'] }, false],
    ['eidas2', ['sc'], { amrValues: ['sc'] }, false],
  ])('with acr %s and amr %j, where %j is agreed: %s', (acr, amr, agreed, expected) => {
    expect(isStrong({ acr, amr }, { ...rules, ...agreed })).toBe(expected);
  });
});

describe('the national id (A2)', () => {
  const login = { acr: 'eidas1', amr: ['mfa', 'otp'], claims: { SubjectNameID: '899000000001' } };

  it('is believed from an issuer that proves it alone', () => {
    expect(provedNationalId(login, rules)).toBeNull();
    expect(provedNationalId(login, { ...rules, nationalId: 'always' })).toBe('899000000001');
  });

  it('is believed of a portal with several ways in where the way was Pro Santé Connect’s', () => {
    const brokered: IssuerRules = { ...rules, nationalId: { amr: ['sc', 'hwk'] } };
    expect(provedNationalId(login, brokered)).toBeNull();
    expect(provedNationalId({ ...login, amr: ['mfa', 'sc'] }, brokered)).toBe('899000000001');
  });

  it('is none where the profile has none, or no text', () => {
    for (const SubjectNameID of [undefined, null, '', 12, ['1'], '1'.repeat(81)]) {
      expect(
        provedNationalId({ ...login, claims: { SubjectNameID } }, { ...rules, nationalId: 'always' }),
      ).toBeNull();
    }
  });
});
