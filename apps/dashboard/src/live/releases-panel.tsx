import type { LiveFigures } from '#contracts';
import { Bar } from '../charts/bar.js';
import { count } from '../format/numbers.js';
import { moment } from '../format/times.js';
import { CHANNEL_NAMES } from '../format/words.js';
import { Empty, Panel } from '../panel/panel.js';

const SHOWN = 10;

type Release = LiveFigures['releases'][number];

export function ReleasesPanel({ releases }: { readonly releases: readonly Release[] }) {
  const hours = byHour(releases);
  const most = Math.max(1, ...hours.map(({ total }) => total));
  return (
    <Panel title="Waiting, by hour of release" note="quiet hours and retries">
      {hours.length === 0 ? (
        <Empty>Nothing waits for a later hour.</Empty>
      ) : (
        <table class="bars">
          <thead class="only-read">
            <tr>
              <th scope="col">From</th>
              <th scope="col">Notifications</th>
            </tr>
          </thead>
          <tbody>
            {hours.slice(0, SHOWN).map(({ hour, total, channels }) => (
              <tr key={hour}>
                <th scope="row">
                  {moment(hour)} <span class="muted">{channels}</span>
                  <Bar share={total / most} colour="sent" />
                </th>
                <td class="number">{count(total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hours.length > SHOWN && <Empty>and {hours.length - SHOWN} more hours</Empty>}
    </Panel>
  );
}

function byHour(releases: readonly Release[]): { hour: string; total: number; channels: string }[] {
  const hours = Map.groupBy(releases, ({ hour }) => hour);
  return [...hours]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hour, some]) => ({
      hour,
      total: some.reduce((sum, release) => sum + release.count, 0),
      channels: some.map(({ channel }) => CHANNEL_NAMES[channel]).join(', '),
    }));
}
