/**
 * How the identifiers of the specification look in text. Plain JavaScript, because Jest loads its reporters without a
 * transform; `identifiers.d.ts` holds the types.
 */
const patterns = {
  requirement: /\b[FN]\d{1,2}\b/g,
  criterion: /\bAC-\d{2}\b/g,
  deviation: /\bSD-\d{2}\b/g,
};

/** See `identifiers.d.ts`. */
export function identifiersIn(kind, text) {
  return [...new Set(text.match(patterns[kind]) ?? [])].sort();
}
