import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LauncherError } from './launcher.error.js';

const execute = promisify(execFile);

/** What the embedded Kafka cannot do without. */
export interface Prerequisites {
  /** The `java` command, release 17 or later. */
  readonly java: string;
}

const OLDEST_JAVA = 17;

const INSTALL_LINES = [
  { manager: 'apt-get', line: (): string => `apt-get install -y ${aptJava()} maven` },
  { manager: 'dnf', line: (): string => 'dnf install -y java-21-openjdk-headless maven' },
  { manager: 'zypper', line: (): string => 'zypper install -y java-21-openjdk-headless maven' },
  { manager: 'pacman', line: (): string => 'pacman -S --noconfirm jre21-openjdk-headless maven' },
  {
    manager: 'brew',
    line: (): string => 'brew install openjdk@21 maven && export JAVA_HOME="$(brew --prefix openjdk@21)"',
  },
] as const;

/**
 * Looks for Java, and for Maven where the jars of Kafka are not there yet.
 * @throws LauncherError naming what is missing, how to install it, and how to do without
 */
export async function checkPrerequisites({ needsMaven }: { needsMaven: boolean }): Promise<Prerequisites> {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const release = await javaRelease(java);
  if (release === undefined)
    throw missing(`Java ${OLDEST_JAVA} or later runs the embedded Kafka, and \`${java}\` was not found.`);
  if (release < OLDEST_JAVA)
    throw missing(`Java ${OLDEST_JAVA} or later runs the embedded Kafka; \`${java}\` is Java ${release}.`);
  if (needsMaven && !(await succeeds('mvn', ['--version']))) {
    throw missing('Maven fetches the jars of Kafka, once, and `mvn` was not found.');
  }
  return { java };
}

async function javaRelease(java: string): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await execute(java, ['-version']);
    // 'openjdk version "17.0.15"', and "1.8.0_402" in the old counting.
    const release = /version "(?:1\.)?(?<release>\d+)/.exec(stderr + stdout)?.groups?.release;
    return release === undefined ? undefined : Number(release);
  } catch {
    // Not there, or only macOS's stub that offers to install it.
    return undefined;
  }
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return execute(command, args).then(
    () => true,
    () => false,
  );
}

function missing(message: string): LauncherError {
  return new LauncherError(message, [
    `Install it:              ${installLine()}`,
    'or run it in containers: docker compose up',
    'or use your own servers: KAFKA_BROKERS=host:9092 DATABASE_URL=postgres://… npm start',
  ]);
}

function installLine(): string {
  const known = INSTALL_LINES.find(({ manager }) => isOnPath(manager));
  if (!known) return `a Java ${OLDEST_JAVA} or later (https://adoptium.net) and Maven (https://maven.apache.org)`;
  const needsSudo = known.manager !== 'brew' && process.getuid?.() !== 0;
  return needsSudo ? `sudo ${known.line()}` : known.line();
}

/** Debian's default is recent enough in every supported release; Ubuntu 22.04's default is 11, but it also has 21. */
function aptJava(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID=ubuntu$/m.test(release) ? 'openjdk-21-jre-headless' : 'default-jre-headless';
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
