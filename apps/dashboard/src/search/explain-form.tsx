import type { Explanation, NotificationType } from '#contracts';
import { useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { useApi } from '../api/use-api.js';
import { moment, zoneName } from '../format/times.js';
import { CHANNEL_NAMES, TYPE_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

const DECISIONS = {
  send: { name: 'Would be sent', kind: 'ok', mark: '✓' },
  wait: { name: 'Would wait', kind: 'warn', mark: '…' },
  suppress: { name: 'Would not be sent', kind: 'bad', mark: '✕' },
} as const satisfies Record<Explanation['channels'][number]['decision'], object>;

/** Would this customer be told, now or then? @param userId of the customer that was found, if it is one */
export function ExplainForm({ userId }: { readonly userId: string }) {
  const api = useApi();
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const ask = async (form: HTMLFormElement): Promise<void> => {
    const fields = new FormData(form);
    const at = textOf(fields, 'at');
    const query = {
      userId: textOf(fields, 'userId').trim(),
      type: textOf(fields, 'type'),
      at: at === '' ? undefined : new Date(at).toISOString(),
    };
    try {
      setAnswer(await api.get<Explanation>('/notifications/explain', query));
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setAnswer(null);
      setProblem(error.message);
    }
  };

  return (
    <Panel title="Would this customer be told?" note="a dry run: nothing is sent or stored" size="full">
      <form
        class="explain"
        onSubmit={(event) => {
          event.preventDefault();
          void ask(event.currentTarget);
        }}
      >
        <label class="field">
          <span>Customer id</span>
          <input
            name="userId"
            required
            maxLength={128}
            autocomplete="off"
            spellcheck={false}
            defaultValue={userId}
            key={userId}
          />
        </label>
        <label class="field">
          <span>Of</span>
          <select name="type">
            {(Object.keys(TYPE_NAMES) as NotificationType[]).map((type) => (
              <option key={type} value={type}>
                {TYPE_NAMES[type]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>
            At <span class="muted small">({zoneName()}; empty: now)</span>
          </span>
          <input name="at" type="datetime-local" />
        </label>
        <button class="button" type="submit">
          Explain
        </button>
      </form>
      <div role="status" class="answer">
        {problem !== null && <p class="notice bad">{problem}</p>}
        {answer !== null && <Answer answer={answer} />}
      </div>
    </Panel>
  );
}

function Answer({ answer: { channels, at, userId } }: { readonly answer: Explanation }) {
  return (
    <>
      <p class="small muted">
        At {moment(at)}, customer <code>{userId}</code>:
      </p>
      <ul class="told plain">
        {channels.map(({ channel, decision, explanation }) => {
          const { name, kind, mark } = DECISIONS[decision];
          return (
            <li key={channel}>
              <span class="channel">{CHANNEL_NAMES[channel]}</span>
              <span class={`pill ${kind}`}>
                <span aria-hidden="true">{mark}</span>
                {name}
              </span>
              <span class="standing">{explanation}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
