/** Implements F8. Read marks on their way to the server: kept while there is no connection, sent in order, one at a time. */
import { StreamError } from './stream.error.js';

/** Marks that may wait. */
export const MOST_MARKS = 1_000;

const PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** Faults that say nothing of the mark. Any other is the server's last word on it. */
const TEMPORARY: ReadonlySet<string> = new Set(['internal_error', 'not_answered', 'temporarily_unavailable']);

/** `lost`: the connection went before the answer came. */
export type MarkAnswer = 'done' | 'lost' | StreamError;

/** Sends one mark and waits for its answer. Never rejects. */
export type SendMark = (id: string) => Promise<MarkAnswer>;

interface Mark {
  readonly id: string;
  readonly answered: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: StreamError) => void;
}

export class ReadMarks {
  private readonly marks = new Map<string, Mark>();
  private send: SendMark | undefined;
  private draining = false;
  /** In a row, of whichever marks. */
  private failures = 0;
  private ended: StreamError | undefined;

  constructor(private readonly pauseMs = PAUSE_MS) {}

  /** @returns resolved once the server has taken it; the same promise for a mark that waits already. @throws StreamError by rejection */
  add(id: string): Promise<void> {
    const known = this.marks.get(id);
    if (known !== undefined) return known.answered;
    if (this.ended !== undefined) return Promise.reject(this.ended);
    if (this.marks.size >= MOST_MARKS) {
      return Promise.reject(new StreamError('queue_full', `${MOST_MARKS} read marks wait to be sent`));
    }
    const mark = newMark(id);
    this.marks.set(id, mark);
    void this.drain();
    return mark.answered;
  }

  /** There is a connection. */
  resume(send: SendMark): void {
    this.send = send;
    void this.drain();
  }

  /** There is none. */
  pause(): void {
    this.send = undefined;
  }

  /** Nothing will be sent any more. */
  end(error: StreamError): void {
    this.ended = error;
    this.pause();
    for (const mark of this.marks.values()) mark.reject(error);
    this.marks.clear();
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    for (let [mark] = this.marks.values(); mark !== undefined && this.send; [mark] = this.marks.values()) {
      await this.sendOne(mark, this.send);
    }
    this.draining = false;
  }

  private async sendOne(mark: Mark, send: SendMark): Promise<void> {
    const answer = await send(mark.id);
    if (answer === 'lost') return;
    this.marks.delete(mark.id);
    if (answer !== 'done' && TEMPORARY.has(answer.code)) return this.putOff(mark);
    this.failures = 0;
    if (answer === 'done') mark.resolve();
    else mark.reject(answer);
  }

  /** Behind the others: should it be this mark that the server fails at, it holds up none of them. */
  private putOff(mark: Mark): Promise<void> {
    if (this.ended !== undefined) return Promise.resolve();
    this.marks.set(mark.id, mark);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2 ** this.failures);
    this.failures += 1;
    return new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function newMark(id: string): Mark {
  let resolve!: () => void;
  let reject!: (error: StreamError) => void;
  const answered = new Promise<void>((...settle) => ([resolve, reject] = settle));
  return { id, answered, resolve, reject };
}
