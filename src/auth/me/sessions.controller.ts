import { Controller, Delete, Get, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SessionView } from '../../contracts/http/me.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { notFound } from '../../platform/http/problem.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { Sessions } from '../sessions/sessions.js';

@ApiTags('person')
@Access('browser')
@Controller('api/v1/me/sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @ApiOperation({ summary: 'The sessions of the person, the last used first' })
  @ApiAnswer(SessionView, { list: true })
  async list(@CurrentPerson() { id: person, session }: CurrentPerson): Promise<SessionView[]> {
    const sessions = await this.sessions.ofPerson(person);
    return sessions.map(({ id, createdAt, lastSeenAt, agent }) => ({
      id,
      createdAt,
      lastSeenAt,
      agent,
      current: id === session.id,
    }));
  }

  @Delete(':s')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Ends a session of the person' })
  async end(@CurrentPerson() { id: person }: CurrentPerson, @Param('s') session: string): Promise<void> {
    if (!(await this.sessions.endOfPerson(person, session))) throw notFound();
  }
}
