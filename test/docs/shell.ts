/** Commands in shell text, as far as documents need it: continued lines, quotes over several lines and here-documents are one command. */

export interface ShellCommand {
  /** Counted from 1 within the text. */
  readonly line: number;
  /** Without comments; with everything that belongs to it, such as a here-document. */
  readonly text: string;
}

/** The word that ends it; `<<<` begins none. */
const HERE_DOCUMENT = /(?<!<)<<-?\s*['"]?(?<end>[A-Za-z_]\w*)['"]?/;

export function commandsIn(script: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let open: string[] = [];
  for (const [index, line] of script.split('\n').entries()) {
    open.push(isWithinHereDocument(open) ? line : withoutComment(line, open));
    if (goesOn(open)) continue;
    const text = open.join('\n');
    if (text.trim() !== '') commands.push({ line: index + 2 - open.length, text });
    open = [];
  }
  if (open.length > 0) throw new SyntaxError(`A quote or a here-document does not end: ${open[0] ?? ''}`);
  return commands;
}

/** The parts of a command that are programs with their arguments, without the variables that are set for them. */
export function programsIn(command: string): string[] {
  const [beforeHereDocument = ''] = command.split(HERE_DOCUMENT);
  return beforeHereDocument
    .replaceAll('\\\n', ' ')
    .split(/&&|\|\|?|;|\$\(|\n/)
    .map((part) => part.trim().replace(/^(?:export\s+)?(?:\w+=(?:"[^"]*"|'[^']*'|[^\s"'])*\s*)+/, ''))
    .filter((part) => part !== '');
}

/** A `#` at the beginning of a word begins a comment, but not in quotes. */
function withoutComment(line: string, before: readonly string[]): string {
  for (const { index } of line.matchAll(/(?<=^|\s)#/g)) {
    if (!isWithinQuotes([...before, line.slice(0, index)].join('\n'))) return line.slice(0, index).trimEnd();
  }
  return line;
}

function goesOn(lines: readonly string[]): boolean {
  if (lines.some((line) => HERE_DOCUMENT.test(line))) return isWithinHereDocument(lines);
  const text = lines.join('\n');
  return text.endsWith('\\') || isWithinQuotes(text);
}

function isWithinHereDocument(lines: readonly string[]): boolean {
  const start = lines.findIndex((line) => HERE_DOCUMENT.test(line));
  const end = HERE_DOCUMENT.exec(lines[start] ?? '')?.groups?.['end'];
  return end !== undefined && !lines.slice(start + 1).includes(end);
}

function isWithinQuotes(text: string): boolean {
  const unquoted = text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, '');
  return /['"]/.test(unquoted);
}
