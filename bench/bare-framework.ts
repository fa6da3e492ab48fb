import { Controller, Get, Header, Module, type Type } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';

const silent = Object.assign(new NestApplicationContextOptions(), { logger: false as const });

export interface BareFramework {
  readonly url: string;
  stop(): Promise<void>;
}

/** Nest on Express with one route and nothing else, that answers this. */
export async function openBareFramework(answer: unknown): Promise<BareFramework> {
  const app = await NestFactory.create<NestExpressApplication>(moduleOf(answer), silent);
  await app.listen(0, '127.0.0.1');
  return { url: `${await app.getUrl()}/answer`, stop: () => app.close() };
}

function moduleOf(answer: unknown): Type {
  @Controller()
  class AnswerController {
    @Get('answer')
    @Header('Cache-Control', 'no-store')
    answer(): unknown {
      return answer;
    }
  }

  @Module({ controllers: [AnswerController] })
  class AnswerModule {}
  return AnswerModule;
}
