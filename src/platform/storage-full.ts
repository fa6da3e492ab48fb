const FULL: ReadonlySet<unknown> = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/**
 * The disk has no room left, says this error or one that it was made of. The embedded engines and the operating
 * system say so; what wrapped it says that nothing was done.
 */
export function isStorageFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && FULL.has(error.code)) || isStorageFull(error.cause);
}
