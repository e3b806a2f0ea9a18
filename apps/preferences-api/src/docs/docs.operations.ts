import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import { PROBLEMS, PROBLEM_CODES } from '../problems/problems.js';
import type { OperationFacts } from './operation-facts.js';

/** What `GET /problems/:code` tells a program; a browser is told the same in a page. */
export const problemExplanationSchema = z
  .object({
    code: z.enum(PROBLEM_CODES),
    status: z.int(),
    title: z.string(),
    meaning: z.string(),
    advice: z.string(),
  })
  .meta({ id: 'ProblemExplanation' });

export type ProblemExplanation = z.output<typeof problemExplanationSchema>;

export const DOCS_OPERATIONS = {
  'GET /api/v2/docs': {
    id: 'showDocs',
    tag: 'Documentation',
    summary: 'This document as a page',
    standsAlone: true,
    answers: {
      200: {
        description: 'A page that loads nothing from elsewhere.',
        headers: ['Content-Security-Policy'],
        content: { 'text/html': { schema: z.string() } },
      },
    },
  },
  'GET /api/v2/docs/:asset': {
    id: 'loadDocsAsset',
    tag: 'Documentation',
    summary: 'A part of the page',
    standsAlone: true,
    parameters: { asset: { description: 'The name of a script or style sheet.', example: 'swagger-ui.css' } },
    answers: {
      200: {
        description: 'The file.',
        content: { 'text/css': { schema: z.string() }, 'text/javascript': { schema: z.string() } },
      },
    },
    problems: ['not_found'],
  },
  'GET /api/v2/openapi.json': {
    id: 'readOpenApiDocument',
    tag: 'Documentation',
    summary: 'This document',
    standsAlone: true,
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } },
      },
    },
  },
  'GET /api/v2/problems/:code': {
    id: 'explainProblem',
    tag: 'Documentation',
    summary: 'What a problem means, and what to do about it',
    description: 'The `type` of a problem document leads here.',
    standsAlone: true,
    parameters: { code: { description: 'The `code` of a problem document.', example: 'version_mismatch' } },
    answers: {
      200: {
        description: 'A page where the caller accepts HTML rather than JSON.',
        content: {
          'application/json': {
            schema: problemExplanationSchema,
            examples: { version_mismatch: { code: 'version_mismatch', ...PROBLEMS.version_mismatch } },
          },
          'text/html': { schema: z.string() },
        },
      },
    },
    problems: ['not_found'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
