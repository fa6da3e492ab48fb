import { describe, expect, it } from 'vitest';
import { loadConfig, InvalidConfiguration, type Env } from './load-config.js';

const real: Env = {
  OIDC_ISSUER: 'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet',
  OIDC_CLIENT_ID: 'medimail',
  OIDC_CLIENT_SECRET: 'a-secret',
  PUBLIC_URL: 'https://mail.example.fr/',
};

function problemsOf(env: Env): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('is a demonstration on loopback with nothing set', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      managementPort: 3001,
      managementHost: '127.0.0.1',
      publicUrl: null,
      oidc: null,
      demonstration: true,
      secure: false,
      clockOffsetMs: 0,
    });
    expect([...config.roles]).toEqual(['api', 'projections', 'policies', 'sweeper']);
  });

  it('knows where Pro Santé Connect publishes its metadata, unless told', () => {
    expect(loadConfig(real).oidc?.discoveryUrl).toBe(
      'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet/.well-known/wallet-openid-configuration',
    );
    const told = loadConfig({ ...real, OIDC_DISCOVERY_URL: 'https://elsewhere.example/metadata' });
    expect(told.oidc?.discoveryUrl).toBe('https://elsewhere.example/metadata');
    expect(loadConfig({ ...real, OIDC_ISSUER: 'https://id.example' }).oidc?.discoveryUrl).toBe(
      'https://id.example/.well-known/openid-configuration',
    );
  });

  it('believes a national id from Pro Santé Connect alone, unless told', () => {
    const beliefOf = (env: Env) => loadConfig({ ...real, ...env }).nationalId;
    expect(beliefOf({})).toBe('always');
    expect(beliefOf({ OIDC_ISSUER: 'https://auth.bas.psc.esante.gouv.fr/auth/realms/esante-wallet' })).toBe(
      'always',
    );
    for (const issuer of [
      'https://id.example',
      'https://auth.evil.example/auth/realms/esante-wallet',
      'https://auth.esante.gouv.fr.evil.example/auth/realms/esante-wallet',
      'https://auth.evil-esante.gouv.fr/auth/realms/esante-wallet',
    ]) {
      expect(beliefOf({ OIDC_ISSUER: issuer }), issuer).toBe('never');
    }
    expect(beliefOf({ OIDC_NATIONAL_ID: '0' })).toBe('never');
    expect(beliefOf({ OIDC_NATIONAL_ID: 'amr:sc,hwk' })).toEqual({ amr: ['sc', 'hwk'] });
    expect(loadConfig({}).nationalId).toBe('never');
  });

  it('takes the origin without its last slash', () => {
    expect(loadConfig(real)).toMatchObject({ publicUrl: 'https://mail.example.fr', secure: true });
  });

  it('counts an empty variable as absent', () => {
    expect(loadConfig({ PORT: '', OIDC_ISSUER: '' })).toMatchObject({ port: 3000, oidc: null });
  });

  it('names every wrong variable at once, in one sentence each', () => {
    const problems = problemsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      ROLES: 'api,gateway',
      MASTER_KEY: 'short',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'LOG_LEVEL',
      'MASTER_KEY',
      'PORT',
      'ROLES',
    ]);
  });

  it.each([
    ['PORT', { PORT: '-1' }],
    ['MASTER_KEY_NEXT', { MASTER_KEY_NEXT: Buffer.alloc(32).toString('base64') }],
    ['PORT', { PORT: 'http' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://mail.example.fr/path' }],
    ['CLOCK_OFFSET', { CLOCK_OFFSET: 'tomorrow' }],
    ['CLOCK_OFFSET', { CLOCK_OFFSET: 'P1' }],
    ['HOST', { HOST: '0.0.0.0' }],
    ['MONGODB_URL', { MONGODB_URL: 'mongodb://db' }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: 'esdb://db' }],
    ['OIDC_ISSUER', { NODE_ENV: 'production' }],
    ['OIDC_ISSUER', { NODE_ENV: 'production', DEMO: '1' }],
    ['OIDC_ISSUER', { ...real, OIDC_ISSUER: 'http://id.example' }],
    ['OIDC_CLIENT_SECRET', { ...real, OIDC_CLIENT_SECRET: '' }],
    ['PUBLIC_URL', { ...real, PUBLIC_URL: '' }],
    ['PUBLIC_URL', { ...real, PUBLIC_URL: 'http://mail.example.fr' }],
    ['DEMO', { ...real, DEMO: '1' }],
    ['CLOCK_OFFSET', { ...real, CLOCK_OFFSET: 'P1D' }],
    ['OIDC_NATIONAL_ID', { ...real, OIDC_NATIONAL_ID: 'amr:' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.fr' }],
    ['SMTP_URL', { ...real, NODE_ENV: 'production' }],
    ['MAIL_FROM', { SMTP_URL: 'smtps://mail.example.fr' }],
    ['MAIL_FROM', { MAIL_FROM: 'a@example.fr, b@example.fr' }],
  ])('refuses a wrong %s: %o', (name, env) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.$`));
  });

  it('allows the demonstration elsewhere with DEMO=1', () => {
    expect(loadConfig({ DEMO: '1', HOST: '0.0.0.0', MONGODB_URL: 'mongodb://db' }).demonstration).toBe(true);
  });
});
