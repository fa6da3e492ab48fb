import { EventEmitter } from 'node:events';
import { type Request, type Response } from 'express';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.js';
import { loggedPath, requestLog } from './request-log.js';

describe('requestLog', () => {
  it('logs and counts neither query strings, cookies, addresses nor ids in metrics', async () => {
    const lines: string[] = [];
    const metrics = new Metrics();
    const handler = requestLog(pino({ base: undefined }, { write: (line) => lines.push(line) }), metrics);
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    const request = {
      method: 'GET',
      path: '/api/v1/mailboxes/abc-1/messages',
      originalUrl: '/api/v1/mailboxes/abc-1/messages?search=secret-word',
      query: { search: 'secret-word' },
      headers: { cookie: 'medimail=secret-cookie', 'x-forwarded-for': '192.0.2.7' },
      route: { path: '/api/v1/mailboxes/:m/messages' },
    };
    handler(request as unknown as Request, response as unknown as Response, () => undefined);
    response.emit('close');
    const exposed = await metrics.registry.metrics();
    expect(lines).toHaveLength(1);
    expect(lines.join()).toContain('/api/v1/mailboxes/abc-1/messages');
    expect(exposed).toContain('route="/api/v1/mailboxes/:m/messages"');
    expect(exposed).not.toContain('abc-1');
    expect(lines.join() + exposed).not.toMatch(/secret|192\.0\.2\.7/);
  });

  it('leaves out path segments that somebody may have typed', () => {
    expect(loggedPath('/api/v1/jean@exemple.fr/Jos%C3%A9/x')).toBe('/api/v1/~/~/x');
  });
});
