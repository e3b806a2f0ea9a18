/** Which commands of the documents something runs: `.ci/run`, the documents' own run (`npm run test:docs`), or, for a reason, nothing. */
import { programsIn } from './shell.js';

/** Languages of fences whose content is for a shell. */
export const SHELL_LANGUAGES: readonly string[] = ['sh', 'bash', 'shell'];

/** What CI cannot run, and why, or what is checked instead. One that no document needs any more is a fault. */
export const NOT_RUN = [
  { program: /^docker /, reason: 'no container engine; check:deploy reads Dockerfile and Compose file' },
  {
    program: /^kubectl /,
    reason: 'no cluster; check:deploy renders overlays and holds them against schemas and rules',
  },
  {
    program: /^npm run bench:\w+/,
    reason: 'measures for minutes on a machine with nothing else to do; CI runs `bench`',
  },
  { program: /^pg_\w+ /, reason: 'the embedded PostgreSQL comes without them; a test restores a copy of its files' },
  { program: /^npm run restore:reconcile/, reason: 'is for a restored database; a test restores one and runs it' },
  { program: /^kafka-acls /, reason: 'comes with Kafka, not with us; kafka-security.spec.ts sets the same rights' },
] as const satisfies readonly { readonly program: RegExp; readonly reason: string }[];

/** `npm start` is what the documents' run does before anything else; it builds first. */
const DONE_BY_THE_DOCUMENTS_RUN = ['start', 'build'];

export type Scripts = Readonly<Record<string, string>>;

/** What becomes of a command in a document: CI has it anyway, the documents' run runs it, or nothing does. */
export type Fate = 'in CI' | 'run' | 'not run';

/**
 * @param blockPrograms of the whole block: what follows a command that cannot be run here cannot be run either
 * @param ciScripts as of `scriptsInCi`
 */
export function fateOf(command: string, blockPrograms: readonly string[], ciScripts: ReadonlySet<string>): Fate {
  if (blockPrograms.some(isNotRun)) return 'not run';
  const programs = programsIn(command);
  const isInCi = (program: string) => program === 'npm ci' || ciScripts.has(scriptOf(program) ?? '');
  // What a command prints may be wanted by later ones.
  const isWantedLater = command.includes('$(');
  return programs.length > 0 && programs.every(isInCi) && !isWantedLater ? 'in CI' : 'run';
}

export function isNotRun(program: string): boolean {
  return NOT_RUN.some((exception) => exception.program.test(program));
}

/** Not of `npm ci` and other commands of npm's own. */
const SCRIPT = String.raw`npm (?:run (?:--[\w-]+ )*"?([a-z][\w:.-]*)|(test|start)\b)`;

/** The script of package.json that a program is, or undefined. */
export function scriptOf(program: string): string | undefined {
  const [, script, short] = new RegExp(`^${SCRIPT}`).exec(program) ?? [];
  return script ?? short;
}

/** Scripts that `.ci/run` or the documents' run runs before any document, those included that they consist of. */
export function scriptsInCi(ci: string, scripts: Scripts): Set<string> {
  const named = [...unrolled(ci).matchAll(new RegExp(SCRIPT, 'g'))].map(([, script, short]) => script ?? short ?? '');
  return completed(new Set([...named, ...DONE_BY_THE_DOCUMENTS_RUN]), scripts);
}

/** Loops over words, written out. */
function unrolled(ci: string): string {
  return ci.replace(/^for (\w+) in ([^;]+); do\n(.*?)^done$/gms, (_, name: string, words: string, body: string) =>
    words
      .split(' ')
      .map((word) => body.replaceAll(`$${name}`, word))
      .join(''),
  );
}

/** Also run: the parts of a script that is run, a script whose every part is, and one that is run with arguments by another name. */
export function completed(run: ReadonlySet<string>, scripts: Scripts): Set<string> {
  const partsOf = (name: string) => programsIn(scripts[name] ?? '').map(scriptOf);
  const isRunAsWhole = (name: string) => partsOf(name).every((part) => part !== undefined && run.has(part));
  const isRunWithArguments = (name: string) =>
    [...run].some((other) => scripts[other]?.startsWith(`${scripts[name] ?? ''} `));
  const all = new Set([
    ...run,
    ...[...run].flatMap(partsOf).filter((part) => part !== undefined),
    ...Object.keys(scripts).filter((name) => isRunAsWhole(name) || isRunWithArguments(name)),
  ]);
  return all.size === run.size ? all : completed(all, scripts);
}
