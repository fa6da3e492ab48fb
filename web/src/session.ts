/** `GET /me`. */
export interface Me {
  readonly person: { readonly id: string; readonly firstName: string; readonly lastName: string };
  readonly pending: readonly ('terms' | 'identity')[];
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly id: string;
  readonly address: string;
  readonly label: string;
  readonly isDefault: boolean;
}

/** The account of the address bar, else the default one. */
export function activeAccount(me: Me, mailbox: string | undefined): Account | undefined {
  const { accounts } = me;
  if (mailbox !== undefined) return accounts.find((account) => account.id === mailbox);
  return accounts.find((account) => account.isDefault) ?? accounts[0];
}
