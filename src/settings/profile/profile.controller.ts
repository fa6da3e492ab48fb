import { Body, Controller, Get, Headers, Put, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdentityFormDto } from '../../identity-form/index.js';
import { SaveProfileCommand } from '../../accounts/save-profile/save-profile.command.js';
import { Access, CommandCaller, CurrentMailbox } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ProfileView } from '../../contracts/http/settings.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { entityTagsOf, setEntityTag, TakesIfMatch } from '../../platform/http/entity-tag.js';
import { contentTag } from '../../platform/commands/content-tag.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { type Response } from 'express';
import { ProfileForm } from './profile-form.js';
import { ProfileQuery } from './profile.query.js';

@ApiTags('settings')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/settings/profile')
export class ProfileController {
  constructor(
    private readonly profiles: ProfileQuery,
    private readonly forms: ProfileForm,
    private readonly endpoint: CommandEndpoint,
  ) {}

  @Get()
  @UseGuards(readYourWrites('settings'))
  @ApiOperation({
    summary: 'The profile of the account: what directories show of it; its `ETag` is for `If-Match`',
  })
  @ApiAnswer(ProfileView)
  async read(
    @CurrentMailbox() mailbox: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProfileView> {
    const { saved, shown } = await this.profiles.of(mailbox);
    // Of what was saved: nothing, where what is shown is only what is known of the owner.
    setEntityTag(response, contentTag(saved));
    return shown;
  }

  @Put()
  @UseInterceptors(AnswersAfter)
  @TakesIfMatch()
  @ApiOperation({ summary: 'Saves the profile, whole; an organisation may have no first name' })
  @ApiBody({ type: IdentityFormDto })
  @ApiAnswer(CommandAnswer)
  async save(
    @CommandCaller() caller: Caller,
    @CurrentMailbox() mailbox: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: unknown,
  ): Promise<CommandAnswer> {
    const form = await this.forms.read(mailbox, body);
    const seen = entityTagsOf(ifMatch);
    return this.endpoint.run(caller, (context) => new SaveProfileCommand(context, form, seen));
  }
}
