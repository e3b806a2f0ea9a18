import type { Analytics } from '#contracts';
import { Bar } from '../charts/bar.js';
import { count } from '../format/numbers.js';
import { CHANNEL_NAMES, REASON_NAMES, plain } from '../format/words.js';
import { Empty, More, Panel } from '../panel/panel.js';

const SHOWN = 8;

export function ReasonsPanel({ analytics: { reasons, totals } }: { readonly analytics: Analytics }) {
  const telling = failedFirst(reasons);
  const most = Math.max(1, ...reasons.map((reason) => reason.count));
  return (
    <Panel title="Why notifications were not sent">
      {reasons.length === 0 ? (
        <Empty>
          {totals.planned === 0
            ? 'Nothing was planned in this window.'
            : 'Everything that was planned in this window was sent.'}
        </Empty>
      ) : (
        <table class="bars">
          <thead class="only-read">
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Notifications</th>
            </tr>
          </thead>
          <tbody>
            {telling.slice(0, SHOWN).map(({ channel, status, reason, count: amount }) => (
              <tr key={`${channel} ${status} ${reason}`}>
                <th scope="row">
                  {REASON_NAMES[reason]}{' '}
                  <span class="muted">
                    {CHANNEL_NAMES[channel]}, {plain(status)}
                  </span>
                  <Bar share={amount / most} colour={status === 'failed' ? 'failed' : 'held'} />
                </th>
                <td class="number">{count(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More all={reasons.length} shown={SHOWN} />
    </Panel>
  );
}

/** Rules keep back far more than fails: a list that is cut must not hide failures. */
function failedFirst(reasons: Analytics['reasons']): Analytics['reasons'] {
  return reasons.toSorted((a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'));
}
