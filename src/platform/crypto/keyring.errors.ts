/** The key is destroyed, or never was: what it encrypted cannot be read, and nothing more be encrypted under it. */
export class KeyDestroyed extends Error {
  constructor(readonly key: string) {
    super(`the key ${key} is not there any more`);
    this.name = 'KeyDestroyed';
  }
}
