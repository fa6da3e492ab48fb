import fc from 'fast-check';
import { type Holder } from '../../src/messages/holders.js';

/** Five accounts, each of whom may be delegate of each other. */
export const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;

export interface Sent {
  readonly from: string;
  readonly to: readonly string[];
}

export type DelegateStep =
  | {
      readonly do: 'add' | 'change';
      readonly of: string;
      readonly delegation: number;
      readonly delegate: string;
    }
  | { readonly do: 'remove'; readonly of: string; readonly delegation: number }
  | ({ readonly do: 'send' } & Sent);

/** The delegates of each account, by delegation. */
export type DelegateGraph = Map<string, Map<string, string>>;

const name = fc.constantFrom(...NAMES);
const delegation = fc.nat(2);

/** Changes of the graph with sendings in between; one at the end, so that the last change shows. */
export const anyDelegateSteps: fc.Arbitrary<DelegateStep[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({ do: fc.constant('add' as const), of: name, delegation, delegate: name }),
        },
        {
          weight: 2,
          arbitrary: fc.record({ do: fc.constant('change' as const), of: name, delegation, delegate: name }),
        },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), of: name, delegation }) },
        { weight: 2, arbitrary: anySent() },
      ),
      { minLength: 4, maxLength: 24, size: 'max' },
    ),
    anySent(),
  )
  .map(([steps, last]) => [...steps, last]);

function anySent() {
  const to = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
  return fc.record({ do: fc.constant('send' as const), from: name, to });
}

/**
 * What a step makes of the graph, as S4 and S5 say it: an account has a delegate once, and never itself.
 *
 * @returns false where it is refused, and nothing changes
 */
export function delegatesAfter(graph: DelegateGraph, step: Exclude<DelegateStep, { do: 'send' }>): boolean {
  const own = graph.get(step.of) ?? new Map<string, string>();
  graph.set(step.of, own);
  const key = String(step.delegation);
  if (own.has(key) === (step.do === 'add')) return false;
  if (step.do === 'remove') return own.delete(key);
  const same = own.get(key) === step.delegate;
  if (!same && (step.delegate === step.of || [...own.values()].includes(step.delegate))) return false;
  own.set(key, step.delegate);
  return true;
}

/** Who gets a copy of what is sent now, of whom, by the graph as it stands. */
export function expectedCopies(
  graph: DelegateGraph,
  { from, to }: Sent,
): Pick<Holder, 'mailbox' | 'role' | 'copyOf'>[] {
  const delegates = NAMES.filter((one) => one !== from && !to.includes(one)).flatMap((mailbox) => {
    const copyOf = to.filter((recipient) => [...(graph.get(recipient)?.values() ?? [])].includes(mailbox));
    return copyOf.length === 0 ? [] : [{ mailbox, role: 'delegate' as const, copyOf }];
  });
  return [
    { mailbox: from, role: 'sender', copyOf: [] },
    ...to.map((mailbox) => ({ mailbox, role: 'recipient' as const, copyOf: [] })),
    ...delegates,
  ];
}
