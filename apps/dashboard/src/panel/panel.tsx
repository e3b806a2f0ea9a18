import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface PanelProps {
  readonly title: string;
  /** Beside the title. */
  readonly note?: ComponentChildren;
  /** How much of a row it takes: see live.css. */
  readonly size?: 'third' | 'half' | 'two-thirds' | 'full';
  readonly children: ComponentChildren;
}

export function Panel({ title, note, size = 'third', children }: PanelProps) {
  const id = useId();
  return (
    <section class={`panel ${size}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span class="muted small">{note}</span>}
      </header>
      {children}
    </section>
  );
}

interface MoreProps {
  readonly all: number;
  readonly shown: number;
}

/** Below a list that was cut. */
export function More({ all, shown }: MoreProps) {
  return all <= shown ? null : <p class="muted small">and {all - shown} more</p>;
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="muted small">{children}</p>;
}
