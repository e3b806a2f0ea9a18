import type { Alert } from '#contracts';
import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { useApi } from '../api/use-api.js';
import { duration, moment } from '../format/times.js';
import { Empty, More, Panel } from '../panel/panel.js';

const MARKS = { page: '✕', ticket: '▲' } as const satisfies Record<Alert['severity'], string>;
const SHOWN = 30;

/** Those that are raised, right below the verdict. */
export function RaisedAlerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return null;
  return (
    <ul class="raised" aria-label="Alerts that are raised">
      {alerts.map((alert) => (
        <li key={alert.id} class={`notice ${alert.severity === 'page' ? 'bad' : 'warn'}`}>
          <strong>
            {MARKS[alert.severity]} {alert.name}
            {alert.subject === '' ? '' : `, ${alert.subject}`}
          </strong>{' '}
          {alert.detail} <span class="whole">Since {moment(alert.raisedAt)}.</span>
        </li>
      ))}
    </ul>
  );
}

/** @param raised as the stream has them: whenever they change, the list is read again */
export function AlertsPanel({ raised }: { readonly raised: readonly Alert[] }) {
  const { alerts, problem } = useAlerts(raised.map(({ id }) => id).join());
  return (
    <Panel size="two-thirds" title="Alerts" note="raised and past">
      {problem !== null && <p class="notice bad">{problem}</p>}
      {alerts?.length === 0 && <Empty>None was raised as far back as they are kept.</Empty>}
      {alerts !== null && alerts.length > 0 && <AlertsTable alerts={alerts.slice(0, SHOWN)} />}
      <More all={alerts?.length ?? 0} shown={SHOWN} />
    </Panel>
  );
}

interface AlertsState {
  readonly alerts: readonly Alert[] | null;
  readonly problem: string | null;
}

function useAlerts(raised: string): AlertsState {
  const api = useApi();
  const [state, setState] = useState<AlertsState>({ alerts: null, problem: null });
  useEffect(() => {
    const ended = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const { items } = await api.get<{ items: Alert[] }>('/notifications/alerts', {}, ended.signal);
        setState({ alerts: items, problem: null });
      } catch (error) {
        if (ended.signal.aborted) return;
        const problem = error instanceof ApiProblem ? error.message : 'The alerts could not be read.';
        setState(({ alerts }) => ({ alerts, problem }));
      }
    };
    void read();
    return () => ended.abort();
  }, [api, raised]);
  return state;
}

function AlertsTable({ alerts }: { readonly alerts: readonly Alert[] }) {
  return (
    <div class="scroll tall" tabIndex={0} role="region" aria-label="Alerts: table">
      <table>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col">Raised</th>
            <th scope="col">Lasted</th>
            <th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={alert.id}>
              <th scope="row">
                {alert.name} <span class="muted">{alert.subject}</span>
              </th>
              <td class="whole">{moment(alert.raisedAt)}</td>
              <td class="whole">{lasted(alert)}</td>
              <td class="wide">{alert.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function lasted({ state, raisedAt, resolvedAt }: Alert) {
  if (state === 'raised' || resolvedAt === null) return <span class="pill bad">Raised</span>;
  return duration(Date.parse(resolvedAt) - Date.parse(raisedAt));
}
