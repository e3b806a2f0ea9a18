/** Something in the repository that contradicts the specification, and how to put it right. */
export interface Finding {
  /** Path relative to the repository root. */
  file: string;
  /** Counted from 1. */
  line: number;
  problem: string;
  remedy: string;
}

/** One line a terminal can jump to: `specs/x.md:12  problem. Remedy.` */
export function formatFinding({ file, line, problem, remedy }: Finding): string {
  return `${file}:${line}  ${problem}. ${remedy}.`;
}
