/** What the checks of the documents need to know of Markdown, as the parser reads it that also formats our documents. */
import { parsers } from 'prettier/plugins/markdown';

/** A place in a document; lines count from 1. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
}

export interface CodeBlock extends Excerpt {
  /** What the fence says, such as `sh`; empty where it says nothing. */
  readonly language: string;
}

export interface MarkdownDocument {
  /** Path from the root of the repository. */
  readonly file: string;
  /** What links may name behind `#`, as GitHub makes them of headings. */
  readonly anchors: ReadonlySet<string>;
  /** Targets of links and pictures. */
  readonly links: readonly Excerpt[];
  readonly inlineCode: readonly Excerpt[];
  readonly blocks: readonly CodeBlock[];
}

/** Of mdast, what we read. */
interface Node {
  readonly type: string;
  readonly position: { readonly start: { readonly line: number } };
  readonly children?: readonly Node[];
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null;
}

/** @param file path from the root of the repository */
export function readMarkdown(file: string, text: string): MarkdownDocument {
  // It takes options of Prettier's and reads none of them.
  const parse = parsers.markdown.parse as (text: string, options: object) => Node;
  const nodes = [...nodesBelow(parse(text, {}))];
  const excerpts = (type: string): Excerpt[] =>
    nodes.filter((node) => node.type === type).map((node) => ({ line: lineOf(node), text: node.value ?? '' }));
  return {
    file,
    anchors: anchorsOf(nodes.filter(({ type }) => type === 'heading').map(textOf)),
    links: nodes.flatMap((node) => (node.url === undefined ? [] : [{ line: lineOf(node), text: node.url }])),
    inlineCode: excerpts('inlineCode'),
    blocks: nodes
      .filter(({ type }) => type === 'code')
      .map((node) => ({ line: lineOf(node), text: node.value ?? '', language: node.lang ?? '' })),
  };
}

function* nodesBelow(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesBelow(child);
}

const lineOf = (node: Node): number => node.position.start.line;

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

/** The second heading of the same words gets `-1`, the third `-2`. */
function anchorsOf(headings: readonly string[]): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    headings.map((heading) => {
      const anchor = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}
