/** What this process prints past its log: by a library, by the runtime, by a line that was left in. */
import { Console } from 'node:console';
import type { Place } from './places.js';

const STREAMS = { 'standard output': process.stdout, 'standard error': process.stderr } as const;

/** Hears both streams of the process until it is released; what is heard is still printed. */
export class StrayOutput {
  private readonly heard = new Map<string, Buffer[]>();
  private readonly undo: (() => void)[] = [];

  private constructor() {
    for (const [name, stream] of Object.entries(STREAMS)) this.listenTo(name, stream);
    const console = globalThis.console;
    // Jest keeps it apart; as in an app, it is to write to the streams.
    globalThis.console = new Console(process.stdout, process.stderr);
    this.undo.push(() => (globalThis.console = console));
  }

  static capture(): StrayOutput {
    return new StrayOutput();
  }

  release(): void {
    for (const undo of this.undo) undo();
  }

  *places(): Generator<Place> {
    for (const [name, chunks] of this.heard) yield { name, bytes: Buffer.concat(chunks) };
  }

  private listenTo(name: string, stream: NodeJS.WriteStream): void {
    const chunks: Buffer[] = [];
    this.heard.set(name, chunks);
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      chunks.push(Buffer.from(chunk as Uint8Array));
      return write(chunk, ...(rest as []));
    };
    this.undo.push(() => (stream.write = write));
  }
}
