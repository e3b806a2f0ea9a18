/** Implements F7, N6. The one place where errors become answers: problem details (RFC 9457), never a stack trace. */
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { Logger } from '#runtime';
import type { Request, Response } from 'express';
import { methodsAt } from '../access/route-access.js';
import { requestIdOf } from '../edge/request-id.js';
import { PAGE_HEADERS } from '../pages/page.js';
import { problemPage } from '../pages/problem-page.js';
import { problemOf } from './problem-of.js';
import { ProblemError } from './problem.error.js';
import { PROBLEMS, type ProblemDocument, problemType } from './problems.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param appUrl public base URL; problem types live below it */
  constructor(
    private readonly appUrl: string,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // Only the health endpoints throw this one; it carries their report.
    if (error instanceof ServiceUnavailableException) {
      response.status(error.getStatus()).json(error.getResponse());
      return;
    }
    const problem = error instanceof NotFoundException ? unknownRoute(request.path) : problemOf(error);
    const document = this.documentOf(problem, requestIdOf(response));
    if (document.status >= 500) this.report(problem, document);
    response.status(document.status).set(problem.headers);
    const page = problemPage(request, document.code);
    if (page !== undefined) response.set(PAGE_HEADERS).send(page);
    else response.type('application/problem+json').send(JSON.stringify(document));
  }

  private documentOf(problem: ProblemError, traceId: string): ProblemDocument {
    const { code, detail } = problem;
    const { title, status } = PROBLEMS[code];
    return { type: problemType(this.appUrl, code), title, status, code, detail, errors: [...problem.errors], traceId };
  }

  private report(problem: ProblemError, { traceId, code }: ProblemDocument): void {
    const level = code === 'internal_error' ? 'error' : 'warn';
    this.logger[level]({ err: problem.cause, requestId: traceId, code }, 'a request failed');
  }
}

function unknownRoute(path: string): ProblemError {
  const methods = methodsAt(path);
  if (methods.length === 0) return new ProblemError('not_found');
  const allowed = methods.join(', ');
  return new ProblemError('method_not_allowed', `Allowed here: ${allowed}`, { headers: { Allow: allowed } });
}
