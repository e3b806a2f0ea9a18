/** What a query in PromQL asks for. */
import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

export interface QueryFacts {
  /** Positions at which it cannot be read; empty for a query that can. */
  readonly errors: readonly number[];
  readonly selectors: readonly Selector[];
  /** Labels that are grouped by or matched on. */
  readonly groupings: readonly string[];
}

interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
}

/** Variables of Grafana that stand for a duration. */
const DURATION_VARIABLES = /\$__(?:rate_interval|interval|range)\b/g;

export function factsOfQuery(query: string): QueryFacts {
  const text = query.replace(DURATION_VARIABLES, '5m');
  const errors: number[] = [];
  const selectors: Selector[] = [];
  const groupings = new Set<string>();
  parser.parse(text).iterate({
    enter: ({ node }) => {
      if (node.type.isError) errors.push(node.from);
      if (node.name === 'VectorSelector') selectors.push(selectorOf(node, text));
      if (node.name !== 'GroupingLabels') return;
      for (const label of node.getChildren('LabelName')) groupings.add(textOf(label, text));
    },
  });
  return { errors, selectors, groupings: [...groupings] };
}

function selectorOf(node: SyntaxNode, text: string): Selector {
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: textOf(node.getChild('Identifier'), text),
    matchers: matchers.map((matcher) => ({
      label: textOf(matcher.getChild('LabelName'), text),
      value: textOf(matcher.getChild('StringLiteral'), text).slice(1, -1),
    })),
  };
}

function textOf(node: SyntaxNode | null, text: string): string {
  return node === null ? '' : text.slice(node.from, node.to);
}
