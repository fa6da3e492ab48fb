/** Of what an account can be told by mail (S7). */
export const notificationKinds = ['received', 'opened', 'deleted', 'expiring', 'failed'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export type NotificationSettings = Readonly<Record<NotificationKind, boolean>> & {
  /** Where to; null: nowhere. */
  readonly address: string | null;
};

/** Before anything is set: of everything, and nowhere. */
export const defaultNotifications: NotificationSettings = {
  address: null,
  received: true,
  opened: true,
  deleted: true,
  expiring: true,
  failed: true,
};
