import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { problemOf } from './problem-of.js';
import { sendProblem } from './send-problem.js';

/** Answers every error as `application/problem+json`; logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = problemOf(error);
    if (problem.status >= 500)
      this.logger.error(error instanceof Error ? (error.stack ?? error.name) : 'thrown');
    sendProblem(http.getRequest<Request>(), http.getResponse<Response>(), problem);
  }
}
