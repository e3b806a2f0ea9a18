/** Reads events from a file and says of every fault where it is. */
import { type EventFault, type UpstreamEvent, upstreamEventFaults } from '#contracts';
import {
  type Node,
  type ParseError,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';

/** `line` counts from 1. */
export interface LineFault extends EventFault {
  readonly line: number;
}

export interface EventFile {
  /** All that the file holds, in its order; only to be published when there are no faults. */
  readonly events: readonly UpstreamEvent[];
  readonly faults: readonly LineFault[];
}

/** A JSON value somewhere in a file. */
interface Value {
  readonly text: string;
  readonly node: Node;
  /** Line of the file on which `text` begins. */
  readonly firstLine: number;
}

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };
const LINES = /\.(jsonl|ndjson)$/;

/**
 * JSON lines, an event on each; or one JSON document, an event or an array of them. It is lines where the name ends in `.jsonl` or
 * `.ndjson`, or where the first line is a JSON value by itself.
 */
export function readEventFile(text: string, name: string): EventFile {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const parts =
    LINES.test(name) || isValue(lines.find((line) => line.trim() !== '') ?? '') ? lines : [lines.join('\n')];
  const events: UpstreamEvent[] = [];
  const faults: LineFault[] = [];
  for (const [position, part] of parts.entries()) {
    if (part.trim() === '') continue;
    const { node, errors } = parsed(part);
    const firstLine = position + 1;
    faults.push(...errors.map((error) => syntaxFault(part, error, firstLine)));
    if (node === undefined || errors.length > 0) continue;
    for (const item of node.type === 'array' ? (node.children ?? []) : [node]) {
      const event: unknown = getNodeValue(item);
      events.push(event as UpstreamEvent);
      faults.push(...upstreamEventFaults(event).map((fault) => located(fault, { text: part, node: item, firstLine })));
    }
  }
  if (events.length === 0 && faults.length === 0)
    faults.push({ line: 1, field: '', message: 'there is no event in the file' });
  return { events, faults };
}

function isValue(text: string): boolean {
  return parsed(text).errors.length === 0;
}

function parsed(text: string): { node: Node | undefined; errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const node = parseTree(text, errors, STRICT);
  return { node, errors };
}

function syntaxFault(text: string, { error, offset }: ParseError, firstLine: number): LineFault {
  const words = printParseErrorCode(error)
    .replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
  return { line: lineOf(text, offset, firstLine), field: '', message: `is not valid JSON: ${words}` };
}

/** On the line of the field, or of what it is missing from. */
function located(fault: EventFault, { text, node, firstLine }: Value): LineFault {
  const path =
    fault.field === '' ? [] : fault.field.split('.').map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  for (let length = path.length; length > 0; length -= 1) {
    const found = findNodeAtLocation(node, path.slice(0, length));
    if (found !== undefined) return { line: lineOf(text, found.offset, firstLine), ...fault };
  }
  return { line: lineOf(text, node.offset, firstLine), ...fault };
}

function lineOf(text: string, offset: number, firstLine: number): number {
  return firstLine + text.slice(0, offset).split('\n').length - 1;
}
