import type { Analytics, Channel } from '#contracts';
import { count, percent, shareOf } from '../format/numbers.js';
import { CHANNEL_NAMES } from '../format/words.js';
import { Empty, Panel } from '../panel/panel.js';

type Retry = Analytics['retries'][number];

export function RetriesPanel({ analytics: { retries } }: { readonly analytics: Analytics }) {
  const channels = [...new Set(retries.map(({ channel }) => channel))];
  const attempts = [...new Set(retries.map(({ attempt }) => attempt))].sort((a, b) => a - b);
  return (
    <Panel title="Attempts" note="calls, and the share that was accepted">
      {retries.length === 0 ? (
        <Empty>No provider was called in this window.</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              {channels.map((channel) => (
                <th key={channel} scope="col" class="number">
                  {CHANNEL_NAMES[channel]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt}>
                <th scope="row">{attempt === 1 ? 'First' : `Retry ${attempt - 1}`}</th>
                {channels.map((channel) => (
                  <Calls key={channel} retry={found(retries, channel, attempt)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Calls({ retry }: { readonly retry: Retry | undefined }) {
  if (retry === undefined) return <td class="number muted">–</td>;
  const all = Object.values(retry.calls).reduce((sum, amount) => sum + amount, 0);
  return (
    <td class="number">
      {count(all)} <span class="note">{percent(shareOf(retry.calls.accepted, all))}</span>
    </td>
  );
}

function found(retries: readonly Retry[], channel: Channel, attempt: number): Retry | undefined {
  return retries.find((retry) => retry.channel === channel && retry.attempt === attempt);
}
