import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type Response } from 'express';

/** `/`, and what links lead to: `/m/<mailbox>` and `/m/<mailbox>/<message>`. Everything else is not the page's. */
const PAGES = /^\/(?:m\/[\w-]+(?:\/[\w-]+)?\/?)?$/;
const READING = new Set(['GET', 'HEAD']);

/** Where `vite build web` puts it: beside the compiled server, or in `dist` where the sources themselves run. */
function builtWebMail(): string {
  const base = fileURLToPath(new URL('../../../', import.meta.url));
  return join(base, /[\\/]dist[\\/]$/.test(base) ? 'web' : 'dist/web');
}

/**
 * Serves the web mail. Its files are named by their content and kept for a year; the page that names them is asked
 * for again each time.
 */
export function serveWebMail(app: NestExpressApplication, folder = builtWebMail()): void {
  app.useStaticAssets(join(folder, 'assets'), {
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    redirect: false,
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!READING.has(request.method) || !PAGES.test(request.path)) {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder, cacheControl: false }, (error?: Error) => {
      if (error !== undefined && !response.headersSent) next(error);
    });
  });
}
