/** As often as the same thing is worth saying. */
const SAID_AGAIN_AFTER_MS = 30_000;

interface Line {
  readonly saidAt: number;
  readonly leftOut: number;
}

/** Thins out what is said again and again: during an outage every loop of a process meets the same error every few seconds. */
export class RepeatedLines {
  private readonly lines = new Map<string, Line>();

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /**
   * @param line what makes two lines the same; of a bounded number
   * @returns undefined: leave it out; else how many like it were left out since it was last said
   */
  say(line: string): number | undefined {
    const now = this.monotonic();
    const last = this.lines.get(line);
    if (last !== undefined && now - last.saidAt < SAID_AGAIN_AFTER_MS) {
      this.lines.set(line, { ...last, leftOut: last.leftOut + 1 });
      return undefined;
    }
    this.lines.set(line, { saidAt: now, leftOut: 0 });
    return last?.leftOut ?? 0;
  }
}
