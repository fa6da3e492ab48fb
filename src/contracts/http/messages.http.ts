/* Shapes of the HTTP API (`/api/v1`) about messages. Instants are ISO 8601, sizes bytes. */

export interface PartyView {
  readonly address: string;
  readonly name: string;
}

export interface FolderView {
  readonly id: string;
  readonly role: 'inbox' | 'sent' | 'drafts' | 'deleted' | null;
  readonly name: string;
  readonly parentId: string | null;
  readonly total: number;
  readonly unread: number;
}

/** A line of a message list. */
export interface MessageRow {
  readonly id: string;
  readonly folder: string;
  readonly from: PartyView;
  readonly to: readonly PartyView[];
  readonly subject: string;
  readonly sentAt: string;
  /** By this mailbox. */
  readonly opened: boolean;
  readonly openedByMe: boolean;
  /** In a sent copy: how many of the recipients have opened. */
  readonly openedBy?: 'none' | 'some' | 'all';
  readonly hasAttachments: boolean;
  readonly size: number;
  readonly expiresAt: string;
  /** In a delegate's copy: the mailboxes whose delegate this one is. */
  readonly copyOf?: readonly PartyView[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  /** Exact for a folder. */
  readonly total: number | null;
}

export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

export interface TimelineEntryView {
  readonly id: string;
  readonly type: string;
  /** The French sentence. */
  readonly text: string;
  readonly by: (PartyView & { readonly person?: string }) | null;
  readonly at: string;
}

/** The whole message. */
export interface MessageView {
  readonly id: string;
  readonly folder: string;
  readonly subject: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly from: PartyView;
  readonly to: readonly PartyView[];
  readonly cc: readonly PartyView[];
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly AttachmentView[];
  readonly opened: boolean;
  readonly openedByMe: boolean;
  readonly copyOf?: readonly PartyView[];
  readonly seal: { readonly kid: string; readonly jws: string; readonly sealedAt: string };
  readonly events: readonly TimelineEntryView[];
}

/** What a command answers. */
export interface CommandAnswer {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
}
