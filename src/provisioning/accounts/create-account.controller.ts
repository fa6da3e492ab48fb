import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { accountFields, accountTypes } from './account-form.js';
import { CreateAccountCommand } from './create-account.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class CreateAccountDto {
  @ApiProperty({ maxLength: 254 })
  @IsString()
  @MaxLength(254)
  address!: string;

  @ApiProperty({ enum: accountTypes })
  @IsIn(accountTypes)
  type!: string;

  @ApiPropertyOptional({ maxLength: 254, description: 'Needed for MED, PER, INT.' })
  @IsOptional()
  @IsString()
  lastName?: string;

  @ApiPropertyOptional({ maxLength: 254, description: 'Needed for MED, PER, INT.' })
  @IsOptional()
  @IsString()
  firstName?: string;

  @ApiPropertyOptional({ maxLength: 254, description: 'Needed for ORG, APP; else the two names.' })
  @IsOptional()
  @IsString()
  label?: string;

  @ApiPropertyOptional({ enum: ['RPPS', 'ADELI', 'SIRET', 'FINESS'] })
  @IsOptional()
  @IsString()
  idType?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  idNumber?: string;

  @ApiPropertyOptional({ maxLength: 254, description: 'Where its notifications go.' })
  @IsOptional()
  @IsString()
  notifyAddress?: string;
}

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts')
export class CreateAccountController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('address-taken', 'already-registered', 'identity-taken', 'address-refused')
  @ApiOperation({ summary: 'Makes an account; its person, if it is one’s own, may then log in' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  create(@AdministratorCaller() caller: Caller, @Body() dto: CreateAccountDto): Promise<CommandAnswer> {
    const fields = accountFields.map((field) => [field, dto[field] ?? ''] as const);
    const form = Object.fromEntries(fields) as Record<(typeof accountFields)[number], string>;
    return this.endpoint.execute(caller, form, (context) => new CreateAccountCommand(context, form));
  }
}
