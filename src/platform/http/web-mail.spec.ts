import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWebMail } from './web-mail.js';

@Module({})
class Nothing {}

let folder: string;
let app: NestExpressApplication;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medimail-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>Medimail</title>');
  await writeFile(join(folder, 'assets/index-1.js'), 'let one;');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const module = await Test.createTestingModule({ imports: [Nothing] }).compile();
  app = module.createNestApplication<NestExpressApplication>();
  serveWebMail(app, folder);
  await app.init();
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const get = (path: string) => request(app.getHttpServer()).get(path);

describe('serveWebMail', () => {
  it.each(['/', '/?login', '/m/box', '/m/box?dossier=in', '/m/box/message-1'])(
    'answers the page at %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.text).toBe('<title>Medimail</title>');
      expect(response.headers['cache-control']).toBe('no-cache');
    },
  );

  it('lets files that are named by their content be kept', async () => {
    const response = await get('/assets/index-1.js');
    expect(response.text).toBe('let one;');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    '/api/v1/nothing',
    '/m/a/b/c',
    '/assets/gone.js',
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/secret.txt',
  ])('leaves %s to others', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('answers no command', async () => {
    expect((await request(app.getHttpServer()).post('/')).status).toBe(404);
  });
});
