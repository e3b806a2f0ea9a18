import { describe, expect, it } from '@jest/globals';
import { NestLogger, createLogger } from './logger.js';

const SECRET = 'ana@example.com';

/** Writes with a logger and gives back what came out. */
function linesOf(write: (logger: ReturnType<typeof createLogger>) => void, level = 'trace') {
  const raw: string[] = [];
  write(createLogger('dispatcher', level, { write: (line) => void raw.push(line) }));
  return { text: raw.join(''), lines: raw.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

class AwayError extends Error {
  override readonly name = 'AwayError';
  readonly code = 'away';
  readonly retryable = true;
  readonly fields = [{ field: 'data.total', message: 'is required' }];
}

/** As pg reports a broken constraint. */
function aDriverError(): Error {
  return Object.assign(new Error(`duplicate key (${SECRET})`), {
    name: 'QueryFailedError',
    code: '23505',
    detail: `Key (email)=(${SECRET}) already exists.`,
    parameters: [SECRET],
    fields: [SECRET],
  });
}

describe('a log line', () => {
  it('has time, level, app, message and fields', () => {
    const { lines } = linesOf((logger) => logger.child({ notificationId: 'n-1' }).info({ attempt: 2 }, 'sent'));
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: 'info',
        app: 'dispatcher',
        notificationId: 'n-1',
        attempt: 2,
        msg: 'sent',
      },
    ]);
  });

  it('is written from the level on that was asked for', () => {
    const { lines } = linesOf((logger) => {
      logger.info('left out');
      logger.warn('written');
    }, 'warn');
    expect(lines.map(({ msg }) => msg)).toEqual(['written']);
  });
});

describe('an error in a log line', () => {
  it('of ours is shown with its message, code and fields', () => {
    const error = new AwayError('PostgreSQL cannot be reached');
    const [line] = linesOf((logger) => logger.warn({ err: error }, 'waiting')).lines;
    expect(line).toMatchObject({
      msg: 'waiting',
      err: { type: 'AwayError', code: 'away', message: 'PostgreSQL cannot be reached', fields: error.fields },
    });
  });

  it('of anybody else is shown by class, code and place, without its message', () => {
    const { lines, text } = linesOf((logger) => logger.error({ err: aDriverError() }, 'settling failed'));
    expect(lines[0]).toMatchObject({
      msg: 'settling failed',
      err: {
        type: 'QueryFailedError',
        code: '23505',
        stack: expect.arrayContaining([expect.stringMatching(/:\d+:\d+/)]),
      },
    });
    expect(text).not.toContain(SECRET);
  });

  it('shows what caused it, by the same rules', () => {
    const error = new AwayError('away', { cause: new Error('outer', { cause: aDriverError() }) });
    const { lines, text } = linesOf((logger) => logger.error({ err: error }, 'waiting'));
    expect(lines[0]).toMatchObject({ err: { message: 'away', cause: { type: 'Error', cause: { code: '23505' } } } });
    expect(text).not.toContain('outer');
    expect(text).not.toContain(SECRET);
  });

  it.each<[string, (logger: ReturnType<typeof createLogger>) => void]>([
    ['is all there is to say', (logger) => logger.error(aDriverError())],
    ['comes without a message', (logger) => logger.error({ err: aDriverError() })],
    ['comes with a message that is undefined', (logger) => logger.error({ err: aDriverError() }, undefined)],
    ['is bound to a child', (logger) => logger.child({ err: aDriverError() }).error('failed')],
    ['has a message of several lines', (logger) => logger.error({ err: new Error(`x\n    at ${SECRET}`) }, 'failed')],
    ['is a TypeError: the runtime quotes values', (logger) => logger.error({ err: new TypeError(SECRET) }, 'failed')],
    ['is no error at all', (logger) => logger.error({ err: SECRET }, 'failed')],
  ])('keeps its text to itself where it %s', (_, write) => {
    const { lines, text } = linesOf(write);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.msg).toMatch(/^(failed|no message)$/);
    expect(text).not.toContain(SECRET);
  });

  it('leaves a line without error or message alone', () => {
    expect(linesOf((logger) => logger.info('plain')).lines[0]).toMatchObject({ msg: 'plain' });
    expect(linesOf((logger) => logger.info('%d rows', 3)).lines[0]).toMatchObject({ msg: '3 rows' });
  });
});

describe('what Nest logs', () => {
  const nest = (write: (logger: NestLogger) => void) => linesOf((logger) => write(new NestLogger(logger)));

  it('keeps its level, except that its start-up chatter is debug', () => {
    const { lines } = nest((logger) => {
      logger.log('a', 'Ctx');
      logger.debug('b');
      logger.verbose('c');
      logger.warn('d', 'Ctx');
      logger.error('e', undefined, 'Ctx');
    });
    expect(lines.map(({ level, msg, context }) => [level, msg, context])).toEqual([
      ['debug', 'a', 'Ctx'],
      ['debug', 'b', undefined],
      ['trace', 'c', undefined],
      ['warn', 'd', 'Ctx'],
      ['error', 'e', 'Ctx'],
    ]);
  });

  it('hides the text of the errors it hands over', () => {
    const error = aDriverError();
    const { lines, text } = nest((logger) => {
      logger.error(error, undefined, 'ExceptionsHandler');
      logger.error('Unable to connect', error.stack, 'TypeOrmModule');
      logger.warn(error);
    });
    expect(text).not.toContain(SECRET);
    expect(lines[0]).toMatchObject({ msg: 'unhandled error', context: 'ExceptionsHandler', err: { code: '23505' } });
    expect(lines[1]).toMatchObject({ msg: 'Unable to connect', stack: expect.arrayContaining([expect.any(String)]) });
  });
});

describe('lines about an outage', () => {
  const warn = (logger: ReturnType<typeof createLogger>, message: string) =>
    logger.warn({ err: new AwayError('away') }, message);

  it('are written once when every loop has the same to say, also through child loggers', () => {
    const { lines } = linesOf((logger) => {
      for (const each of [logger, logger, logger.child({ part: 1 })]) warn(each, 'waiting');
      warn(logger, 'settling waits');
    });
    expect(lines.map(({ msg }) => msg)).toEqual(['waiting', 'settling waits']);
  });

  it('leave out nothing of what somebody has to act on', () => {
    const { lines } = linesOf((logger) => {
      for (let n = 0; n < 2; n++) {
        logger.warn({ err: new Error('broken') }, 'broken');
        logger.error({ err: new AwayError('away') }, 'given up');
        logger.warn('no error at all');
      }
    });
    expect(lines).toHaveLength(6);
  });
});
