/** Implements F7. What a problem means: the address that each problem document names as its `type`. */
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { SafeHtml } from '#templates';
import type { Request, Response } from 'express';
import { PAGE_HEADERS, renderPage } from '../pages/page.js';
import { ProblemError } from '../problems/problem.error.js';
import { PROBLEMS, type ProblemCode } from '../problems/problems.js';
import type { ProblemExplanation } from './docs.operations.js';

@Controller('problems/:code')
export class ProblemsController {
  @Get()
  explain(
    @Param('code') code: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): ProblemExplanation | string {
    if (!isProblemCode(code)) throw new ProblemError('not_found', 'No problem has this code');
    const explanation = { code, ...PROBLEMS[code] };
    if (request.accepts('json', 'html') !== 'html') return explanation;
    response.set(PAGE_HEADERS);
    return explanationPage(explanation);
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function explanationPage({ code, status, title, meaning, advice }: ProblemExplanation): string {
  const content = [
    `<p><code>${code}</code>, HTTP status ${status}</p>`,
    `<p>${inHtml(meaning)}</p>`,
    `<h2>What to do</h2>`,
    `<p>${inHtml(advice)}</p>`,
  ];
  return renderPage({ language: 'en', title, content: new SafeHtml(content.join('\n')) });
}

/** Our wording marks names with backticks. */
function inHtml(wording: string): string {
  return wording.replace(/`([^`]+)`/g, '<code>$1</code>');
}
