import type { LiveFigures } from '#contracts';
import { count } from '../format/numbers.js';
import { seconds } from '../format/times.js';
import { CHANNEL_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

const STATES = [
  { key: 'due', name: 'Due' },
  { key: 'sending', name: 'Sending' },
  { key: 'unconfirmed', name: 'Outcome unknown' },
  { key: 'retrying', name: 'To be retried' },
  { key: 'quietHours', name: 'Quiet hours' },
  { key: 'paused', name: 'Paused' },
] as const;

export function WaitingPanel({ figures: { waiting } }: { readonly figures: LiveFigures }) {
  return (
    <Panel title="Waiting now" note="notifications that are not settled">
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            {waiting.map(({ channel }) => (
              <th key={channel} scope="col" class="number">
                {CHANNEL_NAMES[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {STATES.map(({ key, name }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {waiting.map((each) => (
                <td key={each.channel} class={`number${each[key] === 0 ? ' muted' : ''}`}>
                  {count(each[key])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">Oldest due since</th>
            {waiting.map(({ channel, oldestDueSeconds }) => (
              <td key={channel} class="number">
                {seconds(oldestDueSeconds)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}
