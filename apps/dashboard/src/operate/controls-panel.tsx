/** Implements F9. Pauses and resumes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApi } from '../api/use-api.js';
import type { Reading } from '../api/use-reading.js';
import { ConfirmDialog } from '../dialog/confirm-dialog.js';
import { count } from '../format/numbers.js';
import { moment } from '../format/times.js';
import { Empty, Panel } from '../panel/panel.js';
import type { Control, Controls } from './operate.types.js';
import { SCOPES, type Scope } from './scopes.js';

interface ControlsPanelProps {
  readonly reading: Reading<Controls>;
  /** Is asked about without anybody pressing its button. */
  readonly preselected: Scope | null;
  readonly onAnswered: () => void;
}

export function ControlsPanel({ reading, preselected, onAnswered }: ControlsPanelProps) {
  const { value: controls, problem, again } = reading;
  const [asked, setAsked] = useState<Scope | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  useEffect(() => {
    if (preselected !== null) setAsked(preselected);
  }, [preselected]);
  return (
    <Panel title="Pause and resume" note="workers follow within 2 s" size="half">
      {problem !== null && <p class="notice bad">{problem}</p>}
      <p class="notice ok" role="status" hidden={outcome === null}>
        {outcome}
      </p>
      {controls === null ? (
        <Empty>Reading…</Empty>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Pause and resume: table">
          <table class="controls">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">State</th>
                <th scope="col" class="number">
                  On their way
                </th>
                <th scope="col">
                  <span class="only-read">Action</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {SCOPES.map((scope) => (
                <ControlRow key={scope.key} scope={scope} control={scope.control(controls)} onAsk={setAsked} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked !== null && controls !== null && (
        <ControlDialog
          scope={asked}
          control={asked.control(controls)}
          onClose={(result) => {
            setAsked(null);
            setOutcome(result);
            if (result !== null) again();
            onAnswered();
          }}
        />
      )}
    </Panel>
  );
}

interface ControlRowProps {
  readonly scope: Scope;
  readonly control: Control;
  readonly onAsk: (scope: Scope) => void;
}

function ControlRow({ scope, control, onAsk }: ControlRowProps) {
  const { paused, by, since, reason, waiting } = control;
  return (
    <tr class={scope.group === 'Channels' || scope.key === 'all' ? 'strong' : ''}>
      <th scope="row">{scope.name}</th>
      <td>
        {paused ? (
          <>
            <span class="pill warn">
              <span aria-hidden="true">❚❚</span>Paused
            </span>{' '}
            <span class="small">
              by {by} since {moment(since ?? '')}
              {reason === null ? '' : `: ${reason}`}
            </span>
          </>
        ) : (
          <span class="muted">Running</span>
        )}
      </td>
      <td class="number">{count(waiting)}</td>
      <td class="number">
        <button class="button" type="button" onClick={() => onAsk(scope)}>
          {paused ? 'Resume' : 'Pause'}
          <span class="only-read"> {scope.what}</span>…
        </button>
      </td>
    </tr>
  );
}

interface ControlDialogProps {
  readonly scope: Scope;
  readonly control: Control;
  readonly onClose: (outcome: string | null) => void;
}

function ControlDialog({ scope, control: { paused, waiting, by, since, reason }, onClose }: ControlDialogProps) {
  const api = useApi();
  const field = useRef<HTMLInputElement>(null);
  const confirm = async (): Promise<string> => {
    const given = field.current?.value.trim() ?? '';
    const setting = { paused: !paused, ...(given === '' ? {} : { reason: given }) };
    await api.send<Controls>('PUT', '/notifications/controls', { body: scope.change(setting) });
    return `${paused ? 'Resumed' : 'Paused'}: ${scope.what}.`;
  };
  return paused ? (
    <ConfirmDialog title={`Resume ${scope.what}?`} verb="Resume" onConfirm={confirm} onClose={onClose}>
      <p>
        {by} paused it {since === null ? '' : moment(since)}
        {reason === null ? '' : `, because: ${reason}`}.
      </p>
      <p>
        <strong>{concerned(waiting)}</strong> on their way; what is due goes out at once, unless another pause holds it.
        Rules are asked again: nothing is sent at night by text, or against what customers have chosen meanwhile.
      </p>
      {scope.group !== 'Types' && <p>A provider that the service had stopped calling by itself is tried again, too.</p>}
    </ConfirmDialog>
  ) : (
    <ConfirmDialog title={`Pause ${scope.what}?`} verb="Pause" danger onConfirm={confirm} onClose={onClose}>
      <p>
        No request to a provider starts any more. <strong>{concerned(waiting)}</strong> on their way and will wait, and
        so will those that come. Nothing is lost, and no attempt is used up; what gets too old meanwhile is not sent.
      </p>
      <label class="field">
        <span>Why, for your colleagues</span>
        <input ref={field} maxLength={256} autocomplete="off" />
      </label>
    </ConfirmDialog>
  );
}

function concerned(waiting: number): string {
  return waiting === 1 ? '1 notification is' : `${count(waiting)} notifications are`;
}
