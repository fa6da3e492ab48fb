import { Body, Controller, Headers, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsString, MaxLength, ValidateIf } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { entityTagsOf, TakesIfMatch } from '../../platform/http/entity-tag.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { SetNotificationsCommand } from './set-notifications.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class NotificationsDto {
  @ApiProperty({ type: String, nullable: true, description: 'Where to; null: nowhere.' })
  @ValidateIf((dto: NotificationsDto) => dto.address !== null)
  @IsString()
  @MaxLength(1_000)
  address!: string | null;

  @ApiProperty() @IsBoolean() received!: boolean;
  @ApiProperty() @IsBoolean() opened!: boolean;
  @ApiProperty() @IsBoolean() deleted!: boolean;
  @ApiProperty() @IsBoolean() expiring!: boolean;
  @ApiProperty() @IsBoolean() failed!: boolean;
}

@ApiTags('settings')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/settings/notifications')
export class NotificationsController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @Refuses('address-refused')
  @TakesIfMatch()
  @ApiOperation({ summary: 'Says of what the account is told by mail, and where' })
  @ApiAnswer(CommandAnswer)
  set(
    @CommandCaller() caller: Caller,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() notifications: NotificationsDto,
  ): Promise<CommandAnswer> {
    const seen = entityTagsOf(ifMatch);
    const { address, received, opened, deleted, expiring, failed } = notifications;
    const settings = { address, received, opened, deleted, expiring, failed };
    return this.endpoint.run(caller, (context) => new SetNotificationsCommand(context, settings, seen));
  }
}
