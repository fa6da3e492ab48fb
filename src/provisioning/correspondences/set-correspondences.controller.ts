import { Body, Controller, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { type CorrespondenceKind, type CorrespondenceState } from '../../contracts/events/mailbox.events.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { type Correspondence, SetCorrespondencesCommand } from './set-correspondences.command.js';

class CorrespondenceDto {
  @ApiProperty({ enum: ['mssante', 'apicrypt'] })
  @IsIn(['mssante', 'apicrypt'])
  kind!: CorrespondenceKind;

  @ApiProperty({ maxLength: 254 })
  @IsString()
  @MaxLength(254)
  address!: string;

  @ApiPropertyOptional({ enum: ['active', 'pending', 'suspended'] })
  @IsOptional()
  @IsIn(['active', 'pending', 'suspended'])
  state?: CorrespondenceState;

  @ApiPropertyOptional({ format: 'date', description: 'A day in Paris.' })
  @IsOptional()
  @Length(10, 10)
  @IsISO8601({ strict: true })
  since?: string;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  details?: string;
}

class CorrespondencesDto {
  @ApiProperty({ type: [CorrespondenceDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @ArrayUnique(({ kind }: CorrespondenceDto) => kind)
  @ValidateNested({ each: true })
  @Type(() => CorrespondenceDto)
  correspondences!: CorrespondenceDto[];
}

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts/:a/correspondences')
export class SetCorrespondencesController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @ApiOperation({ summary: 'The addresses of MSSanté and Apicrypt under which the account is reached too' })
  @ApiAnswer(CommandAnswer)
  set(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Body() dto: CorrespondencesDto,
  ): Promise<CommandAnswer> {
    const correspondences = dto.correspondences.map(asked);
    return this.endpoint.execute(
      caller,
      { account, correspondences },
      (context) => new SetCorrespondencesCommand(context, account, correspondences),
    );
  }
}

function asked({ kind, address, state, since, details }: CorrespondenceDto): Correspondence {
  return {
    kind,
    address,
    ...(state !== undefined && { state }),
    ...(since !== undefined && { since }),
    ...(details !== undefined && { details }),
  };
}
