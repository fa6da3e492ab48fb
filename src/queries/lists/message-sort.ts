/** The orders of a message list (C4); the first is the default. */
export const messageSorts = ['-date', 'date', 'from', '-from', 'to', '-to', 'subject', '-subject'] as const;
export type MessageSort = (typeof messageSorts)[number];

export interface SortField {
  /** Of the `copies` documents; each has its index. */
  readonly field: 'sentAt' | 'fromKey' | 'toKey' | 'subjectKey';
  readonly direction: 1 | -1;
}

export const sortFields: Readonly<Record<MessageSort, SortField>> = {
  date: { field: 'sentAt', direction: 1 },
  '-date': { field: 'sentAt', direction: -1 },
  from: { field: 'fromKey', direction: 1 },
  '-from': { field: 'fromKey', direction: -1 },
  to: { field: 'toKey', direction: 1 },
  '-to': { field: 'toKey', direction: -1 },
  subject: { field: 'subjectKey', direction: 1 },
  '-subject': { field: 'subjectKey', direction: -1 },
};
