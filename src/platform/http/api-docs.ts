import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { API_DOCS_PATH } from './security-headers.js';

/** OpenAPI at `/api/openapi.json`, and a page for people whose script and style come from this service. */
export function serveApiDocs(app: INestApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Medimail')
    .setDescription('Errors are application/problem+json (RFC 9457). Ids are opaque.')
    .setVersion('1')
    .addCookieAuth('medimail', { type: 'apiKey', in: 'cookie', name: 'medimail' })
    .build();
  const create = () => SwaggerModule.createDocument(app, description);
  SwaggerModule.setup(API_DOCS_PATH.slice(1), app, create, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}
