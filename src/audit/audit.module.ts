import { Module } from '@nestjs/common';
import { JwksController } from './jwks/jwks.controller.js';

/** What lets others check what the service says. */
@Module({ controllers: [JwksController] })
export class AuditModule {}
