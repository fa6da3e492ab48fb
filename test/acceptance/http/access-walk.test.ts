import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { AccessGuard } from '../../../src/auth/access/access.guard.js';
import {
  authorization,
  printedAuthorization,
  type Standing,
  standings,
} from '../../../src/auth/access/authorization-table.js';
import { DeclaredAccess, type DeclaredRoute } from '../../../src/auth/access/declared-access.js';
import { demoId, seedContext } from '../../../src/demo/seed/seed-context.js';
import { Problem } from '../../../src/platform/http/problem.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { HttpClient } from '../../harness/http-client.js';
import { MailClient } from '../../harness/mail-client.js';
import { MobileDevice } from '../../harness/mobile-device.js';
import { describeProduct } from '../../harness/product.js';
import { runningRoutes } from '../../harness/running-routes.js';

const ANTOINE = demoId('mailbox', 'antoine.mennebeuf@medimail.test');
const SECRETARIAT = demoId('mailbox', 'secretariat.cardio@medimail.test');

/** Who calls as what; null: nobody is logged in. */
const people: Readonly<Record<Standing, string | null>> = {
  anonymous: null,
  pending: 'paul.nouveau',
  stranger: 'rose.rouge',
  delegate: 'claire.pradel',
  user: 'julie.martin',
  owner: 'antoine.mennebeuf',
  administrator: 'admin',
  auditor: 'auditeur',
  device: 'antoine.mennebeuf',
};

/** Of no controller: the description of the API and the web mail, which hold nothing of anybody. */
const withoutData = /^(GET|HEAD) \/api\/(docs|openapi)|^\S+ \{\/\*splat\}$/;

/** Answered in place of the route, once the guard has let the caller through: nothing is done. */
const REACHED = 418;

const MARKS = /<!-- authorization -->[^]*<!-- \/authorization -->/;
const SECURITY_MODEL = fileURLToPath(new URL('../../../docs/security-model.md', import.meta.url));

const keyOf = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;

const sortKey = ({ method, path }: DeclaredRoute): string => `${path} ${method}`;

function pathFor({ path }: DeclaredRoute, standing: Standing): string {
  const mailbox = standing === 'owner' || standing === 'device' ? ANTOINE : SECRETARIAT;
  return path.replace(/:(\w+)/g, (_, name) => (name === 'm' ? mailbox : 'anything'));
}

function printedRoutes(routes: readonly DeclaredRoute[]): string {
  const sorted = [...routes].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const rows = sorted.map((route) => `| \`${keyOf(route)}\` | \`${route.level ?? ''}\` |`);
  return ['| route | level |', '| --- | --- |', ...rows].join('\n');
}

describeProduct('who may call each route of the running router', (product) => {
  describedStatuses(product);
  const clients = new Map<Standing, HttpClient>();
  let routes: DeclaredRoute[] = [];

  beforeAll(async () => {
    const { bus, app } = product();
    routes = app.get(DeclaredAccess, { strict: false }).routes();
    const context = seedContext('a delegate of the secretariat', {
      actor: demoId('person', 'julie.martin@medimail.test'),
      mailbox: SECRETARIAT,
    });
    await bus.execute(new AddDelegateCommand(context, 'claire.pradel@medimail.test'));
    for (const standing of standings) {
      const name = people[standing];
      const client = name === null ? new HttpClient(product().url) : await product().person(name);
      const isDevice = standing === 'device' && client instanceof MailClient;
      clients.set(standing, isDevice ? await MobileDevice.paired(client) : client);
    }
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the guard that it is of
    const guard = AccessGuard.prototype.canActivate;
    vi.spyOn(AccessGuard.prototype, 'canActivate').mockImplementation(async function (
      this: AccessGuard,
      context,
    ) {
      await guard.call(this, context);
      throw new Problem(REACHED, 'reached', 'Le garde a laissé passer.');
    });
    return () => vi.restoreAllMocks();
  });

  it('every route of the router is in the table, and no other', () => {
    const declared = routes.map(keyOf);
    const running = runningRoutes(product().app).filter((route) => !withoutData.test(route));
    expect(running.filter((route) => !declared.includes(route))).toEqual([]);
    expect(declared.filter((route) => !running.includes(route))).toEqual([]);
    expect(declared.length).toBeGreaterThan(30);
  });

  describe.each(standings)('called as %s', (standing) => {
    it('each answers as the table says', async () => {
      const answered: Record<string, number | undefined> = {};
      const expected: Record<string, number | undefined> = {};
      for (const route of routes) {
        const verdict = route.level && authorization[route.level][standing];
        expected[keyOf(route)] = verdict === 'yes' ? REACHED : verdict;
        const asked = { method: route.method };
        const answer = await clients.get(standing)?.ask(pathFor(route, standing), asked);
        answered[keyOf(route)] = answer?.status;
      }
      expect(answered).toEqual(expected);
    });
  });

  it('the documentation prints the table, and each route', async () => {
    const document = await readFile(SECURITY_MODEL, 'utf8');
    const tables = `<!-- authorization -->\n\n${printedAuthorization()}\n\n${printedRoutes(routes)}\n\n<!-- /authorization -->`;
    const printed = await format(
      document.replace(MARKS, () => tables),
      { parser: 'markdown', printWidth: 110 },
    );
    if (process.env['WRITE_AUTHORIZATION'] === '1') await writeFile(SECURITY_MODEL, printed);
    expect(await readFile(SECURITY_MODEL, 'utf8')).toBe(printed);
    expect(document).toMatch(MARKS);
  });
});
