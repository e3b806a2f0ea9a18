interface BarProps {
  /** 0 to 1. */
  readonly share: number;
  /** A colour of tokens.css. */
  readonly colour?: string;
}

/** Length beside a number that says the same. */
export function Bar({ share, colour = 'accent' }: BarProps) {
  const width = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ width, background: `var(--${colour})` }} />
    </span>
  );
}
