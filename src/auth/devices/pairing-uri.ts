/** What the QR code holds: for the Medimail application alone, which asks the server that it names. */
export function pairingUri(server: string, secret: string): string {
  return `medimail://pair?${new URLSearchParams({ server, pairing: secret }).toString()}`;
}
