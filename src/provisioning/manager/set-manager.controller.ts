import { Body, Controller, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { SetManagerCommand } from './set-manager.command.js';

class AdministratorDto {
  @ApiProperty()
  @IsString()
  @Length(1, 255)
  name!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(254)
  email!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(40)
  phone!: string;
}

class ManagerDto {
  @ApiProperty()
  @IsString()
  @Length(1, 255)
  name!: string;

  @ApiProperty({ type: [AdministratorDto] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AdministratorDto)
  administrators!: AdministratorDto[];
}

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts/:a/manager')
export class SetManagerController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @ApiOperation({ summary: 'Says which structure administers the account, and whom to ask there' })
  @ApiAnswer(CommandAnswer)
  setManager(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Body() { name, administrators }: ManagerDto,
  ): Promise<CommandAnswer> {
    const manager = {
      name,
      administrators: administrators.map(({ name: who, email, phone }) => ({ name: who, email, phone })),
    };
    return this.endpoint.execute(
      caller,
      { account, manager },
      (context) => new SetManagerCommand(context, account, manager),
    );
  }
}
