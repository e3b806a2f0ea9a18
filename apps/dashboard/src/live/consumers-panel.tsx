import type { LiveFigures } from '#contracts';
import { count } from '../format/numbers.js';
import { Panel } from '../panel/panel.js';

export function ConsumersPanel({ consumers }: { readonly consumers: LiveFigures['consumers'] }) {
  return (
    <Panel title="Consumers" note="messages not read yet">
      {consumers.length === 0 ? (
        <p class="notice warn">Unknown: Kafka does not answer.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Topic</th>
              <th scope="col" class="number">
                Lag
              </th>
            </tr>
          </thead>
          <tbody>
            {consumers.map(({ group, topic, lag }) => (
              <tr key={`${group} ${topic}`}>
                <th scope="row" class="wide">
                  {topic} <span class="muted">{group}</span>
                </th>
                <td class="number">{lag === null ? <span class="pill warn">Unknown</span> : count(lag)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
