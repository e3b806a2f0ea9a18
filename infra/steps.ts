import { styleText } from 'node:util';

const TITLE_WIDTH = 26;
const REDRAW_MS = 500;

/** Shows on the console what the launcher is doing and how long each step took. */
export class Steps {
  private readonly running = new Map<string, number>();
  private readonly fancy = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  private timer: NodeJS.Timeout | undefined;

  /**
   * Does one step; several may run at once. A failed one shows nothing: its error says it all.
   * @param describe the result in a few words, shown behind the elapsed time
   */
  async step<T>(title: string, work: () => Promise<T>, describe: (result: T) => string = () => ''): Promise<T> {
    const startedAt = performance.now();
    this.running.set(title, startedAt);
    this.timer ??= this.fancy ? setInterval(() => this.draw(), REDRAW_MS) : undefined;
    try {
      const result = await work();
      const mark = this.fancy ? styleText('green', '✓') : '✓';
      this.say(
        `  ${mark} ${title.padEnd(TITLE_WIDTH)} ${seconds(startedAt).padStart(7)}  ${describe(result)}`.trimEnd(),
      );
      return result;
    } finally {
      this.running.delete(title);
      if (this.running.size === 0) this.stopDrawing();
    }
  }

  /** A line between the steps. */
  say(line: string): void {
    this.erase();
    console.log(line);
  }

  private stopDrawing(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.erase();
  }

  private draw(): void {
    const busy = [...this.running].map(([title, startedAt]) => `${title} ${seconds(startedAt)}`).join(', ');
    this.erase();
    process.stdout.write(styleText('dim', `  … ${busy}`.slice(0, process.stdout.columns - 1)));
  }

  private erase(): void {
    if (this.fancy) process.stdout.write('\r\x1b[K');
  }
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}
