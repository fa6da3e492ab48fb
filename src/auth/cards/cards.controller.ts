import {
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RemoveCardCommand } from '../../accounts/remove-card/remove-card.command.js';
import { CardView } from '../../contracts/http/me.http.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { Persons } from '../access/persons.js';
import { personContext } from '../me/person-context.js';

@ApiTags('person')
@Access('browser')
@Controller('api/v1/me/cards')
export class CardsController {
  constructor(
    private readonly persons: Persons,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The CPS cards of the person',
    description: 'One is associated by a fresh login: `GET /auth/login?purpose=card&to=…`.',
  })
  @ApiAnswer(CardView, { list: true })
  async list(@CurrentPerson() { id: person }: CurrentPerson): Promise<CardView[]> {
    const cards = (await this.persons.find(person))?.cards ?? new Map<string, never>();
    return [...cards].map(([id, { masked, associatedAt }]) => ({
      id,
      nationalId: masked ?? '',
      associatedAt,
    }));
  }

  @Delete(':c')
  @HttpCode(HttpStatus.OK)
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Removes a CPS card of the person' })
  @ApiAnswer(CommandAnswer)
  remove(
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('c', OpaqueId) card: string,
  ): Promise<CommandAnswer> {
    return this.commands.execute(new RemoveCardCommand(personContext(this.randomness, person), card));
  }
}
