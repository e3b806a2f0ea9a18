import type { Analytics } from '#contracts';
import { Bar } from '../charts/bar.js';
import { count } from '../format/numbers.js';
import { Panel } from '../panel/panel.js';
import { stagesOf } from './funnel.js';

export function FunnelPanel({ analytics }: { readonly analytics: Analytics }) {
  const stages = stagesOf(analytics);
  const most = Math.max(1, ...stages.map(({ value }) => value));
  return (
    <Panel title="From event to reader" note="beside the stage before; opens and clicks of emails">
      <table class="bars">
        <thead class="only-read">
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">How many</th>
            <th scope="col">Beside the stage before</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ name, note, value, share }) => (
            <tr key={name}>
              <th scope="row">
                {name} <span class="muted">{note}</span>
                <Bar share={value / most} colour="delivered" />
              </th>
              <td class="number">{count(value)}</td>
              <td class="number muted">{share}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
