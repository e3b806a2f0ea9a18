/** `requirement`: F1, N9. `criterion`: AC-01. `deviation`: SD-01. */
export type IdentifierKind = 'requirement' | 'criterion' | 'deviation';

/** The identifiers of one kind that occur in `text`, each once, sorted. */
export function identifiersIn(kind: IdentifierKind, text: string): string[];
