import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { type CommandResult, setAfter } from './after-header.js';

/** Tells the caller of a command, in `X-After`, what a query must have seen to show it. */
@Injectable()
export class AnswersAfter implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<CommandResult>): Observable<CommandResult> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(tap((answer) => setAfter(response, answer)));
  }
}
