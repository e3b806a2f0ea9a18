import { createInterface } from 'node:readline';
import { LauncherError } from '../../infra/launcher.error.js';
import { ProcessGroup } from './process-group.js';

const STARTS_WITHIN_MS = 600_000;

/** Where documents say that things are, and the line in which `npm start` says where they are: it takes other ports where these are taken. */
const ADDRESSES = {
  'localhost:3000': /^ {2}Preferences API +http:\/\/([^/\s]+)/,
  'localhost:3001': /^ {2}In-app stream +http:\/\/([^/\s]+)/,
  'localhost:4010': /^ {2}Provider sandbox +http:\/\/([^/\s]+)/,
  'localhost:9092': /^ {2}Kafka +(\S+)/,
} as const;

const DATABASE = /^ {2}PostgreSQL +(\S+)/;
const STARTED = /^ {2}Ctrl-C stops it/;

type Address = keyof typeof ADDRESSES;

/** The system as README.md starts it: `npm start`, in a process group of its own. */
export class StartedSystem {
  private constructor(
    private readonly launcher: ProcessGroup,
    private readonly lines: readonly string[],
  ) {}

  /** @throws LauncherError when it ends instead, or takes longer than ten minutes */
  static async start(): Promise<StartedSystem> {
    const launcher = ProcessGroup.start('npm', ['start'], ['ignore', 'pipe', 'inherit']);
    const lines: string[] = [];
    const system = new StartedSystem(launcher, lines);
    const started = new Promise<void>((resolve, reject) => {
      createInterface(launcher.output).on('line', (line) => {
        console.log(line);
        lines.push(line);
        if (STARTED.test(line)) resolve();
      });
      void launcher.ended.then(() => reject(new LauncherError('npm start ended before the system was there.')));
      const late = new LauncherError(`npm start takes longer than ${STARTS_WITHIN_MS / 1_000} s.`);
      setTimeout(() => reject(late), STARTS_WITHIN_MS).unref();
    });
    try {
      await started;
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  /** For commands that read settings. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DATABASE_URL: this.printed(DATABASE), KAFKA_BROKERS: this.at('localhost:9092') };
  }

  /** @param address as documents have it */
  at(address: Address): string {
    return this.printed(ADDRESSES[address]);
  }

  /** @returns the commands with the addresses of this system */
  addressed(commands: string): string {
    const command = 'npm run dead-letters -- ';
    const api = this.at('localhost:3000');
    // Its default is an address, too.
    const named = api === 'localhost:3000' ? commands : commands.replaceAll(command, `${command}--url http://${api} `);
    return (Object.keys(ADDRESSES) as Address[]).reduce((text, each) => text.replaceAll(each, this.at(each)), named);
  }

  stop(): Promise<unknown> {
    return this.launcher.end();
  }

  private printed(pattern: RegExp): string {
    const found = this.lines.map((line) => pattern.exec(line)?.[1]).find((value) => value !== undefined);
    if (found === undefined) throw new LauncherError(`npm start printed no line like ${String(pattern)}.`);
    return found;
  }
}
