import { moment, withSeconds, zoneName } from '../format/times.js';
import { type Span, WINDOWS, type WindowName } from './span.js';

interface SpanControlsProps {
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
  readonly busy: boolean;
  /** Since when the page stands still; null: it moves. */
  readonly frozenAt: number | null;
  readonly canFreeze: boolean;
  readonly onFreeze: (freeze: boolean) => void;
}

const NAMES = Object.keys(WINDOWS) as WindowName[];

export function SpanControls({ span, onSpan, busy, frozenAt, canFreeze, onFreeze }: SpanControlsProps) {
  return (
    <div class="span-controls">
      <div class="choice" role="group" aria-label="Window">
        {NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={span.kind === 'window' && span.window === name}
            onClick={() => onSpan({ kind: 'window', window: name })}
          >
            {WINDOWS[name].title}
          </button>
        ))}
      </div>
      {span.kind === 'range' && <Range span={span} onBack={() => onSpan({ kind: 'window', window: span.back })} />}
      <button
        class="button"
        type="button"
        disabled={!canFreeze}
        aria-pressed={frozenAt !== null}
        onClick={() => onFreeze(frozenAt === null)}
      >
        {frozenAt === null ? 'Pause' : 'Resume'}
      </button>
      {frozenAt !== null && <span class="pill warn">Paused at {withSeconds(frozenAt)}</span>}
      <span class="muted small" role="status">
        {busy ? 'Reading…' : ''}
      </span>
      <span class="muted small spread">Drag over a chart to look closer. Times are those of {zoneName()}.</span>
    </div>
  );
}

function Range({ span, onBack }: { readonly span: Extract<Span, { kind: 'range' }>; readonly onBack: () => void }) {
  return (
    <>
      <span class="pill">
        {moment(span.from)} to {moment(span.to)}
      </span>
      <button class="button" type="button" onClick={onBack}>
        Back to the last {WINDOWS[span.back].title}
      </button>
    </>
  );
}
