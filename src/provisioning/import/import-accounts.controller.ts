import { Readable } from 'node:stream';
import { Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { type Request, type Response } from 'express';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { type Caller } from '../../platform/http/command-endpoint.js';
import { Problem } from '../../platform/http/problem.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { sendStream } from '../../platform/http/send-stream.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { ImportAccounts } from './import-accounts.js';

class ImportDto {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: '`true`: everything is checked, nothing written.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}

@ApiTags('administration')
@Access('administrator')
@Controller('api/v1/admin/imports')
export class ImportAccountsController {
  constructor(
    private readonly accounts: ImportAccounts,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @ApiOperation({
    summary: 'Imports a file of accounts',
    description: 'The report comes as the lines are done: one JSON document (ImportLine) a line.',
  })
  @Refuses('csv-only')
  @ApiAnswerStream('application/x-ndjson')
  async import(
    @AdministratorCaller() { person }: Caller,
    @Query() { dryRun }: ImportDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!/^text\/csv\s*(?:;|$)/i.test(request.get('Content-Type') ?? '')) {
      throw new Problem(415, 'csv-only', 'Un fichier CSV (text/csv) est attendu.');
    }
    const operation = this.randomness.uuid();
    const context = {
      actor: person,
      mailbox: null,
      correlationId: operation,
      causationId: operation,
      operation,
    };
    const report = this.accounts.run(request, context, { dryRun: dryRun === 'true' });
    response.type('application/x-ndjson');
    await sendStream(Readable.from(asLines(report), { highWaterMark: 16 }), response);
  }
}

async function* asLines(report: AsyncIterable<ImportLineView>): AsyncGenerator<string> {
  for await (const line of report) yield `${JSON.stringify(line)}\n`;
}
