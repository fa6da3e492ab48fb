import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type RefusalsOfAccess, withRefusals } from './described-refusals.js';
import { API_DOCS_PATH } from './security-headers.js';

/**
 * OpenAPI at `/api/openapi.json`, and a page for people whose script and style come from this service.
 *
 * @param refusalsOfAccess how routes refuse for who may call them
 */
export function serveApiDocs(app: INestApplication, refusalsOfAccess: RefusalsOfAccess): void {
  const description = new DocumentBuilder()
    .setTitle('Medimail')
    .setDescription('Errors are application/problem+json (RFC 9457). Ids are opaque.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth('medimail', { type: 'apiKey', in: 'cookie', name: 'medimail' })
    .addSecurity('device', {
      type: 'http',
      scheme: 'DPoP',
      description: 'Of a mobile device, with a proof in the header `DPoP` (RFC 9449).',
    })
    .build();
  const create = () => withRefusals(SwaggerModule.createDocument(app, description), refusalsOfAccess);
  SwaggerModule.setup(API_DOCS_PATH.slice(1), app, create, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}
