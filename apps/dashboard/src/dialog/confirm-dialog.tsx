import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { Dialog } from './dialog.js';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and to how many. */
  readonly children: ComponentChildren;
  /** On the button: what it does. */
  readonly verb: string;
  readonly danger?: boolean;
  /** @returns what came of it, in a sentence */
  readonly onConfirm: () => Promise<string>;
  /** @param outcome null: nothing was done */
  readonly onClose: (outcome: string | null) => void;
}

/** Asks before something is done that others notice. A failure is shown where it was asked for, and it can be tried again. */
export function ConfirmDialog({ title, children, verb, danger = false, onConfirm, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      onClose(await onConfirm());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={() => onClose(null)}>
      <form class="confirm" onSubmit={(event) => void confirm(event)}>
        {children}
        <p class="muted small">What you do here is recorded with your name and the time.</p>
        <p class="notice bad" role="alert" hidden={problem === null}>
          {problem}
        </p>
        <div class="actions">
          <button class="button" type="button" onClick={() => onClose(null)}>
            Cancel
          </button>
          <button class={`button ${danger ? 'danger' : 'primary'}`} type="submit" disabled={busy}>
            {busy ? 'One moment…' : verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
