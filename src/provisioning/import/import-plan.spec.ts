import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contracts/decider.js';
import { checkAccountForm } from '../accounts/account-form.js';
import { type Claim, claimsOf, ImportPlan, notifiedOf } from './import-plan.js';

function line(address: string, idNumber: string, mssante?: string): Claim[] {
  const form = {
    type: 'MED',
    lastName: 'Un',
    firstName: 'Léa',
    label: '',
    idType: 'RPPS',
    notifyAddress: '',
  };
  const { account } = checkAccountForm({ ...form, address, idNumber }, null);
  if (account === null) throw new Error('the form is well-formed');
  return claimsOf(account, mssante === undefined ? [] : [{ kind: 'mssante', address: mssante }]);
}

const LEA = 'lea@medimail.test';
const MAX = 'max@medimail.test';
const made = () => Promise.resolve('made');
const refused = () => Promise.reject(new Refusal('identity-taken', ''));
const told = (claimed: Promise<string>) =>
  claimed.catch((error: unknown) =>
    error instanceof Refusal ? [error.code, ...error.errors.map(({ field }) => field)].join(' ') : 'other',
  );

describe('what a line of an import has for itself alone (X4)', () => {
  it('is refused to later lines, whichever column they have it in', async () => {
    const plan = new ImportPlan();
    expect(await told(plan.claim(line(LEA, '89900000801', 'lea@mss.test'), made))).toBe('made');
    expect(await told(plan.claim(line(LEA, '89900000801'), made))).toBe('twice address idNumber');
    expect(await told(plan.claim(line(MAX, '89900000802', LEA), made))).toBe('twice mssante');
    expect(await told(plan.claim(line('lea@mss.test', '89900000803'), made))).toBe('twice address');
  });

  it('is where no later line may be notified, in hand or done (A5)', async () => {
    const plan = new ImportPlan();
    const notified = (notifyAddress: string) => notifiedOf({ notifyAddress });
    const none = plan.claim([], made, notified(MAX));
    const first = plan.claim(line(LEA, '89900000801', 'lea@mss.test'), made);
    const inHand = plan.claim([], made, notified(LEA));
    expect(await Promise.all([none, first, inHand].map(told))).toEqual([
      'made',
      'made',
      'address-refused notifyAddress',
    ]);
    expect(await told(plan.claim([], made, notified('lea@mss.test')))).toBe('address-refused notifyAddress');
    const refusedLine = plan.claim(line(MAX, '89900000802'), refused);
    const after = plan.claim([], made, notified(MAX));
    expect(await Promise.all([refusedLine, after].map(told))).toEqual(['identity-taken', 'made']);
  });

  it('is free again where the line is refused, and where it comes twice itself', async () => {
    const plan = new ImportPlan();
    expect(await told(plan.claim(line(LEA, '89900000801'), refused))).toBe('identity-taken');
    expect(await told(plan.claim(line(LEA, '89900000802'), made))).toBe('made');
    expect(await told(plan.claim(line(LEA, '89900000803'), made))).toBe('twice address');
    expect(await told(plan.claim(line(MAX, '89900000803'), made))).toBe('made');
  });

  it('goes by the order of the lines, also where several are in hand', async () => {
    const plan = new ImportPlan();
    const order: string[] = [];
    const work = (name: string, end: () => Promise<string>) => async () => {
      order.push(name);
      await Promise.resolve();
      return end();
    };
    const lines = [
      plan.claim(line(LEA, '89900000801'), work('first', refused)),
      plan.claim(line(LEA, '89900000802'), work('corrected', made)),
      plan.claim(line(MAX, '89900000802'), work('late', made)),
      plan.claim(line('other@medimail.test', '89900000803'), work('other', made)),
    ];
    expect(await Promise.all(lines.map(told))).toEqual(['identity-taken', 'made', 'twice idNumber', 'made']);
    expect(order).toEqual(['first', 'other', 'corrected']);
  });
});
