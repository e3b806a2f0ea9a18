import type { Analytics } from '#contracts';
import { Bar } from '../charts/bar.js';
import { count, percent, shareOf } from '../format/numbers.js';
import { Panel } from '../panel/panel.js';

/** Each stage holds those that came further: what is delivered was sent. */
export function FunnelPanel({ analytics: { totals, engagement } }: { readonly analytics: Analytics }) {
  const { sent } = totals;
  const stages = [
    { name: 'Planned', note: 'a row for each event and channel', value: totals.planned, of: totals.planned },
    { name: 'Sent', note: 'accepted by the provider', value: sent, of: totals.planned },
    { name: 'Delivered', note: 'confirmed', value: totals.delivered, of: sent },
    { name: 'Opened', note: 'emails, by somebody', value: engagement.all.opens.unique, of: engagement.all.delivered },
    { name: 'Clicked', note: 'emails', value: engagement.all.clicks.unique, of: engagement.all.delivered },
  ];
  const most = Math.max(1, totals.planned);
  return (
    <Panel title="From event to reader" note="share of the stage before; opens and clicks of emails">
      <table class="bars">
        <thead class="only-read">
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Notifications</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ name, note, value, of }) => (
            <tr key={name}>
              <th scope="row">
                {name} <span class="muted">{note}</span>
                <Bar share={value / most} colour="delivered" />
              </th>
              <td class="number">{count(value)}</td>
              <td class="number muted">{name === 'Planned' ? '' : percent(shareOf(value, of))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
