import { describe, expect, it } from 'vitest';
import { timelineSentence } from './wording.js';

describe('the wording of the timeline (C8)', () => {
  it('says who opened a message and when, as the manual shows it', () => {
    expect(
      timelineSentence(
        { type: 'opened', at: '2020-09-16T10:37:00.000Z' },
        { address: 'mennebeuf.a@mipih.fr', name: 'A' },
      ),
    ).toBe('Ouverture par mennebeuf.a@mipih.fr le 16/09/2020 à 12:37');
  });

  it('names the person beside an account that several people use', () => {
    expect(
      timelineSentence(
        { type: 'sealed', at: '2026-01-05T08:00:00.000Z' },
        { address: 'secretariat@chu.fr', name: 'Secrétariat', person: 'Julie Martin' },
      ),
    ).toBe('Scellement par secretariat@chu.fr (Julie Martin) le 05/01/2026 à 09:00');
  });

  it('says who exported it (C9)', () => {
    expect(
      timelineSentence(
        { type: 'exported', at: '2026-01-05T08:00:00.000Z' },
        { address: 'b@chu.fr', name: 'B' },
      ),
    ).toBe('Export par b@chu.fr le 05/01/2026 à 09:00');
  });

  it('says who took it in charge, and who ended that (S13)', () => {
    const julie = { address: 'secretariat@chu.fr', name: 'Secrétariat', person: 'Julie Martin' };
    const at = '2026-01-05T08:00:00.000Z';
    const when = 'par secretariat@chu.fr (Julie Martin) le 05/01/2026 à 09:00';
    expect(timelineSentence({ type: 'taken', at }, julie)).toBe(`Prise en charge ${when}`);
    expect(timelineSentence({ type: 'released', at }, julie)).toBe(`Prise en charge levée ${when}`);
  });

  it('delivers to a mailbox, not by it', () => {
    expect(
      timelineSentence(
        { type: 'delivered', at: '2026-01-05T08:00:00.000Z' },
        { address: 'b@chu.fr', name: 'B' },
      ),
    ).toBe('Remise à b@chu.fr le 05/01/2026 à 09:00');
  });

  it('names nobody where the names are gone', () => {
    expect(timelineSentence({ type: 'expired', at: '2026-01-05T23:30:00.000Z' }, undefined)).toBe(
      'Expiration le 06/01/2026 à 00:30',
    );
  });

  it('says that the service wrote a message for the account (S10)', () => {
    const entry = { type: 'sealed', at: '2026-01-05T08:00:00.000Z', automatic: true } as const;
    expect(timelineSentence(entry, { address: 'b@chu.fr', name: 'B' })).toBe(
      'Scellement automatique par b@chu.fr le 05/01/2026 à 09:00',
    );
  });
});
