/** What holds for every Markdown file: links lead somewhere, paths exist, and every command is run by something. */
import { posix } from 'node:path';
import type { Finding } from '../../specs/tools/finding.js';
import type { CodeBlock, Excerpt, MarkdownDocument } from './markdown.js';
import type { Repository } from './repository.js';
import { NOT_RUN, SHELL_LANGUAGES, completed, fateOf, isNotRun, scriptOf, scriptsInCi } from './runs.js';
import { type ShellCommand, commandsIn, programsIn } from './shell.js';

const RULES = [
  brokenLinks,
  missingPaths,
  unmarkedCommands,
  unknownScripts,
  commandsThatNothingRuns,
  exceptionsThatNothingNeeds,
] as const satisfies readonly ((repository: Repository) => Finding[])[];

export function findingsOf(repository: Repository): Finding[] {
  return RULES.flatMap((rule) => rule(repository));
}

/** What leads out of the repository, and what a template leaves to be filled in. */
const ELSEWHERE = /^(?:[a-z][a-z+.-]*:|\/\/)|<\w+>/i;

function brokenLinks({ documents, has }: Repository): Finding[] {
  const byFile = new Map(documents.map((document) => [document.file, document]));
  return documents.flatMap((document) =>
    document.links.flatMap((link) => {
      if (ELSEWHERE.test(link.text)) return [];
      const [path = '', anchor] = decodeURI(link.text).split('#');
      const target = path === '' ? document.file : posix.join(posix.dirname(document.file), path);
      if (target.startsWith('..') || !has(target)) {
        return [at(document, link, `${link.text} leads to nothing`, 'Name a file of the repository')];
      }
      if (anchor === undefined || byFile.get(target)?.anchors.has(anchor) === true) return [];
      return [at(document, link, `${target} has no heading #${anchor}`, 'Name a heading that is there')];
    }),
  );
}

const PATH = /^(?:apps|bench|deploy|docs|infra|libs|migrations|specs|test)\/[\w./-]+$/;
/** Written by runs, and not kept. */
const WRITTEN = /^(?:bench\/results|test\/\.results)\b/;

/** In code, for in a sentence a path may be anything. */
function missingPaths({ documents, has }: Repository): Finding[] {
  return documents.flatMap((document) =>
    [...document.inlineCode, ...shellBlocksOf(document)].flatMap((code) =>
      code.text
        .split(/[\s'"]+/)
        .filter((word) => PATH.test(word) && !WRITTEN.test(word) && !has(word) && !makes(code.text, word))
        .map((word) => at(document, code, `${word} is not there`, 'Name a file or folder of the repository')),
    ),
  );
}

/** Whether the commands themselves make what is at this path. */
const makes = (script: string, path: string): boolean =>
  script.split('\n').some((line) => line.startsWith('cp ') && line.includes(` ${path}`));

/** A block without a language would escape the other rules. */
function unmarkedCommands({ documents }: Repository): Finding[] {
  return documents.flatMap((document) =>
    document.blocks
      .filter(({ language, text }) => language === '' && /^(?:\$ )?(?:curl|docker|kubectl|node|npm) /m.test(text))
      .map((block) => at(document, block, 'a block of commands does not say that it is one', 'Begin it with ```sh')),
  );
}

function unknownScripts(repository: Repository): Finding[] {
  return programsOf(repository).flatMap(({ document, place, program }) => {
    const script = scriptOf(program);
    if (script === undefined || Object.hasOwn(repository.scripts, script)) return [];
    return [at(document, place, `package.json has no script ${script}`, 'Name one of its scripts')];
  });
}

/** In blocks the documents' run runs what CI does not; commands in sentences are looked for in both. */
function commandsThatNothingRuns(repository: Repository): Finding[] {
  const { documents, scripts, ci } = repository;
  const inCi = scriptsInCi(ci, scripts);
  const inBlocks = documents
    .flatMap((document) => commandsToRun(document, inCi))
    .flatMap(({ text }) => programsIn(text).map(scriptOf))
    .filter((script) => script !== undefined);
  const run = completed(new Set([...inCi, ...inBlocks]), scripts);
  return programsOf(repository).flatMap(({ document, place, program }) => {
    const script = scriptOf(program);
    if (script === undefined || run.has(script) || isNotRun(program)) return [];
    const remedy = 'Give it a step of .ci/run, a block that the documents’ run runs, or a reason in test/docs/runs.ts';
    return [at(document, place, `neither .ci/run nor a block of the documents runs npm run ${script}`, remedy)];
  });
}

function exceptionsThatNothingNeeds(repository: Repository): Finding[] {
  const programs = programsOf(repository).map(({ program }) => program);
  return NOT_RUN.filter((exception) => !programs.some((program) => exception.program.test(program))).map(
    (exception) => ({
      file: 'test/docs/runs.ts',
      line: 1,
      problem: `no document has a command like ${String(exception.program)}`,
      remedy: 'Remove it from NOT_RUN',
    }),
  );
}

/** What the documents' run runs of this one, in order; lines are those of the document. */
export function commandsToRun(document: MarkdownDocument, ciScripts: ReadonlySet<string>): ShellCommand[] {
  return shellBlocksOf(document).flatMap((block) => {
    const commands = commandsIn(block.text);
    const programs = commands.flatMap(({ text }) => programsIn(text));
    return commands
      .filter(({ text }) => fateOf(text, programs, ciScripts) === 'run')
      .map(({ line, text }) => ({ line: block.line + line, text }));
  });
}

interface Program {
  readonly document: MarkdownDocument;
  readonly place: Excerpt;
  readonly program: string;
}

/** Programs in blocks, and scripts of npm in sentences. */
function programsOf({ documents }: Repository): Program[] {
  return documents.flatMap((document) => [
    ...document.inlineCode.flatMap((place) => programsIn(place.text).map((program) => ({ document, place, program }))),
    ...shellBlocksOf(document).flatMap((block) =>
      commandsIn(block.text).flatMap(({ line, text }) =>
        programsIn(text).map((program) => ({ document, place: { line: block.line + line, text }, program })),
      ),
    ),
  ]);
}

function shellBlocksOf({ blocks }: MarkdownDocument): CodeBlock[] {
  return blocks.filter(({ language }) => SHELL_LANGUAGES.includes(language));
}

function at({ file }: MarkdownDocument, { line }: Excerpt, problem: string, remedy: string): Finding {
  return { file, line, problem, remedy };
}
