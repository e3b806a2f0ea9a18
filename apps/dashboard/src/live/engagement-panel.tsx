import type { Analytics } from '#contracts';
import { count, percent } from '../format/numbers.js';
import { TYPE_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

type Engagement = Analytics['engagement']['all'];

export function EngagementPanel({ analytics: { engagement } }: { readonly analytics: Analytics }) {
  return (
    <Panel size="half" title="Readers of emails" note="each email once; opens by programs are no readers">
      <div class="scroll" tabIndex={0} role="region" aria-label="Readers of emails: table">
        <table>
          <thead>
            <tr>
              <th scope="col">Type</th>
              {['Delivered', 'Opened', 'Open rate', 'Clicked', 'Click rate', 'By programs'].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {engagement.types.map((each) => (
              <Row key={each.type} engagement={each} />
            ))}
            <Row engagement={engagement.all} />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ engagement }: { readonly engagement: Engagement }) {
  const { type, delivered, opens, clicks, machineOpens, openRate, clickRate } = engagement;
  return (
    <tr class={type === null ? 'total' : ''}>
      <th scope="row">{type === null ? 'All' : TYPE_NAMES[type]}</th>
      <td class="number">{count(delivered)}</td>
      <td class="number">{count(opens.unique)}</td>
      <td class="number">{percent(openRate)}</td>
      <td class="number">{count(clicks.unique)}</td>
      <td class="number">{percent(clickRate)}</td>
      <td class="number muted">{count(machineOpens.unique)}</td>
    </tr>
  );
}
