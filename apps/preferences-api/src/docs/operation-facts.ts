/** Implements F7. What the OpenAPI document says of a route beyond what its handler's schemas say. */
import type { z } from 'zod';
import type { ProblemCode } from '../problems/problems.js';
import type { HeaderName } from './headers.js';
import type { NamedSchema } from './json-schema.js';

export type Tag =
  | 'Preferences'
  | 'Unsubscribe'
  | 'Notifications'
  | 'Inbox'
  | 'Recipients'
  | 'Dead letters'
  | 'Analytics'
  | 'Alerts'
  | 'Controls'
  | 'Suppressions'
  | 'Webhooks'
  | 'Tracking'
  | 'Documentation'
  | 'Operation';

/** Examples by name. The document's test checks them against the schema. */
type Examples = Readonly<Record<string, unknown>>;

export interface ContentFacts {
  /** With an id, it becomes a component. */
  readonly schema: z.ZodType | NamedSchema;
  readonly examples?: Examples;
}

export interface ParameterFacts {
  readonly description: string;
  readonly example?: string;
  /** Default: as the handler has it; for what it does not name, `path` if the route does, else `header`. */
  readonly in?: 'header' | 'query';
  /** Default: as the handler has it; for a header, false; in a path, true. */
  readonly required?: boolean;
}

export interface BodyFacts {
  readonly description?: string;
  /** Default: true. */
  readonly required?: boolean;
  /** By media type. Without a schema: the one the handler validates with. */
  readonly content: Readonly<Record<string, Omit<ContentFacts, 'schema'> & Partial<Pick<ContentFacts, 'schema'>>>>;
}

export interface AnswerFacts {
  readonly description: string;
  /** Beside those of every answer. */
  readonly headers?: readonly HeaderName[];
  /** By media type. */
  readonly content?: Readonly<Record<string, ContentFacts>>;
}

export interface OperationFacts {
  /** `operationId`: generated clients name a method after it. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** By name; those of the handler that need no words may be left out. */
  readonly parameters?: Readonly<Record<string, ParameterFacts>>;
  readonly body?: BodyFacts;
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerFacts>>;
  /** Beside those that follow from access, body and schemas; see `problemsOf`. */
  readonly problems?: readonly ProblemCode[];
  /** Answers also when the database is away. */
  readonly standsAlone?: boolean;
}
