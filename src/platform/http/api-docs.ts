import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemView } from '../../contracts/http/problem.http.js';
import { API_DOCS_PATH } from './security-headers.js';

/** OpenAPI at `/api/openapi.json`, and a page for people whose script and style come from this service. */
export function serveApiDocs(app: INestApplication): void {
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
  const create = () => withProblems(SwaggerModule.createDocument(app, description));
  SwaggerModule.setup(API_DOCS_PATH.slice(1), app, create, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}

/** Every operation may refuse, and all refuse in the same form. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  // A JSON Schema is what OpenAPI 3.1 takes; the package's types stand at 3.0.
  const refusal: unknown = {
    description: 'A refusal (RFC 9457).',
    content: { 'application/problem+json': { schema: ProblemView } },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation !== undefined)
        operation.responses.default ??= refusal as typeof operation.responses.default;
    }
  }
  return document;
}
