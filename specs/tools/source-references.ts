import ts from 'typescript';
import { identifiersIn } from './identifiers.js';

/** A file of the repository; `file` is relative to its root. */
export interface SourceFile {
  file: string;
  text: string;
}

/** A place in the code that names something in the specification; `line` counts from 1. */
export interface Reference {
  id: string;
  file: string;
  line: number;
}

/** `id` is null for a marker without a number. */
export interface DeviationMarker {
  id: string | null;
  reason: string;
  file: string;
  line: number;
}

const COMMENT = String.raw`(?:\/\/|\/\*+|--|#|^\s*\*)`;
const IDS = String.raw`(?:[FN]\d+|AC-\d+)(?:(?:,|\s|\*|and)+(?:[FN]\d+|AC-\d+))*`;

/** Ids that a comment of the form `Implements F4, N9.` claims. */
export function implementedIn({ file, text }: SourceFile): Reference[] {
  const claims = text.matchAll(new RegExp(String.raw`${COMMENT}[^\n]*?\bImplements\s+(${IDS})`, 'gm'));
  return [...claims].flatMap(({ index, 0: claim, 1: ids = '' }) => {
    const line = lineAt(text, index + claim.length - ids.length);
    return [...identifiersIn('requirement', ids), ...identifiersIn('criterion', ids)].map((id) => ({ id, file, line }));
  });
}

/** The comments of the form `SPEC_DEVIATION: SD-04 reason`. */
export function deviationMarkersIn({ file, text }: SourceFile): DeviationMarker[] {
  const markers = text.matchAll(
    new RegExp(String.raw`${COMMENT}[^\n]*?\bSPEC_DEVIATION:[ \t]*(SD-\d+)?:?[ \t]*([^\n]*)`, 'gm'),
  );
  return [...markers].map(({ index, 0: marker, 1: id = null, 2: rest = '' }) => ({
    id,
    reason: rest.replace(/\*\/\s*$/, '').trim(),
    file,
    line: lineAt(text, index + marker.indexOf('SPEC_DEVIATION')),
  }));
}

const testFunctions = new Set(['describe', 'it', 'test']);

/** Criteria in the names of tests and of the groups around them, read from the syntax tree without running anything. */
export function criteriaNamedIn({ file, text }: SourceFile): Reference[] {
  if (identifiersIn('criterion', text).length === 0) return [];
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const references: Reference[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && testFunctions.has(rootNameOf(node.expression))) {
      const name = node.arguments[0]?.getText(tree) ?? '';
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      references.push(...identifiersIn('criterion', name).map((id) => ({ id, file, line })));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return references;
}

/** `it` for `it`, `it.only`, `it.each(rows)` and it.each`table`. */
function rootNameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression)) {
    return rootNameOf(expression.expression);
  }
  return ts.isTaggedTemplateExpression(expression) ? rootNameOf(expression.tag) : '';
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
