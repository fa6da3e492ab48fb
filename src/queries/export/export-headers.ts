import { type ServerResponse } from 'node:http';

/**
 * Headers of a file that leaves the service. Its name says nothing of what is in it: browsers list names of downloads
 * where others see them. Nothing on the way may keep it, compress it, or hold it back to make one piece of it.
 *
 * @param name ASCII letters, digits, hyphens and dots
 */
export function setExportHeaders(response: ServerResponse, type: string, name: string): void {
  const headers = {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  };
  for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
}
