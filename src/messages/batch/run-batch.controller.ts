import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches, ValidateIf } from 'class-validator';
import { type Response } from 'express';
import { Access, CommandCaller } from '../../auth/index.js';
import { BatchAnswer } from '../../contracts/http/messages.http.js';
import { setAfter } from '../../platform/http/after-header.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { PROBLEM_BASE } from '../../platform/http/problem.js';
import { type BatchAction, batchActions, type BatchResult, RunBatchCommand } from './run-batch.command.js';

const MAX_IDS = 500;

class RunBatchDto {
  @ApiProperty({ type: [String], maxItems: MAX_IDS })
  @IsArray()
  @ArrayMaxSize(MAX_IDS)
  @IsString({ each: true })
  ids!: string[];

  @ApiProperty({ enum: batchActions })
  @IsIn(batchActions)
  action!: BatchAction;

  @ApiPropertyOptional({ description: 'For a move: id of a folder of the mailbox.' })
  @ValidateIf(({ action, folder }: RunBatchDto) => action === 'move' || typeof folder === 'string')
  @Matches(OPAQUE_ID)
  folder?: string;
}

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/messages/batch')
export class RunBatchController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @HttpCode(200)
  @ApiOperation({ summary: 'One action on many messages, with a result for each' })
  @ApiAnswer(BatchAnswer)
  async run(
    @CommandCaller() caller: Caller,
    @Body() { ids, action, folder }: RunBatchDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BatchAnswer> {
    const { results, after } = await this.endpoint.executeWhole(
      caller,
      { ids, action, folder },
      (context) => new RunBatchCommand(context, ids, action, folder),
    );
    if (after !== null) setAfter(response, after);
    return { results: results.map(told) };
  }
}

const told = ({ id, status, type }: BatchResult): BatchResult =>
  type === undefined ? { id, status } : { id, status, type: PROBLEM_BASE + type };
