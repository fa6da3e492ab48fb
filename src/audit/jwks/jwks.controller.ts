import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../auth/index.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { SEALER, type Sealer } from '../../platform/crypto/seal.js';

/** The public keys with which anybody verifies a seal (G2). */
@ApiTags('audit')
@Access('public')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(@Inject(SEALER) private readonly sealer: Sealer) {}

  @Get()
  @Header('Content-Type', 'application/jwk-set+json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: 'The public keys of seals, old ones too' })
  @ApiAnswerStream('application/jwk-set+json')
  keys(): ReturnType<Sealer['jwks']> {
    return this.sealer.jwks();
  }
}
