import { Body, Controller, Delete, Headers, Param, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { entityTagsOf, TakesIfMatch } from '../../platform/http/entity-tag.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { IsSingleLine } from '../../platform/http/single-line.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { MAX_SIGNATURE_BYTES, MAX_SIGNATURE_NAME } from '../decide-signatures.js';
import { RemoveSignatureCommand } from './remove-signature.command.js';
import { SaveSignatureCommand } from './save-signature.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class SignatureDto {
  @ApiProperty({ maxLength: MAX_SIGNATURE_NAME })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_SIGNATURE_NAME)
  @IsSingleLine()
  name!: string;

  @ApiProperty({ description: 'At most 64 KiB; made safe.' })
  @IsString()
  @MaxLength(MAX_SIGNATURE_BYTES)
  html!: string;
}

@ApiTags('settings')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/settings/signatures')
export class SignaturesController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('html-too-large', 'too-many-signatures')
  @ApiOperation({ summary: 'Writes a signature' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  create(@CommandCaller() caller: Caller, @Body() signature: SignatureDto): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      signature,
      (context) => new SaveSignatureCommand(context, null, signature),
    );
  }

  @Put(':s')
  @Refuses('html-too-large')
  @TakesIfMatch()
  @ApiOperation({ summary: 'Changes a signature' })
  @ApiAnswer(CommandAnswer)
  change(
    @CommandCaller() caller: Caller,
    @Param('s', OpaqueId) signature: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() texts: SignatureDto,
  ): Promise<CommandAnswer> {
    const seen = entityTagsOf(ifMatch);
    return this.endpoint.run(caller, (context) => new SaveSignatureCommand(context, signature, texts, seen));
  }

  @Delete(':s')
  @TakesIfMatch()
  @ApiOperation({ summary: 'Removes a signature' })
  @ApiAnswer(CommandAnswer)
  remove(
    @CommandCaller() caller: Caller,
    @Param('s', OpaqueId) signature: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CommandAnswer> {
    const seen = entityTagsOf(ifMatch);
    return this.endpoint.run(caller, (context) => new RemoveSignatureCommand(context, signature, seen));
  }
}
