import { startLoginApp, type LoginApp } from './login-app.js';
import { freePort } from './service-process.js';
import { CLIENT_ID, CLIENT_SECRET, type TestPortal } from './test-portal.js';

/** Login as it is with a provider outside: the test portal, whose national ids are believed unless `env` says else. */
export async function startRealLogin(
  portal: TestPortal,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LoginApp> {
  const port = await freePort();
  return startLoginApp({
    dataDir,
    env: {
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: portal.issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_NATIONAL_ID: '1',
      ...env,
    },
  });
}
