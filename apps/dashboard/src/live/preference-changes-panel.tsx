import type { Analytics } from '#contracts';
import { count } from '../format/numbers.js';
import { CHANNEL_NAMES, plain } from '../format/words.js';
import { Empty, More, Panel } from '../panel/panel.js';

const SHOWN = 8;

export function PreferenceChangesPanel({ analytics }: { readonly analytics: Analytics }) {
  const { preferenceChanges, suppressions } = analytics;
  return (
    <Panel title="What customers changed" note={`${count(total(preferenceChanges))} choices`}>
      {preferenceChanges.length === 0 ? (
        <Empty>No preference changed in this window.</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Choice</th>
              <th scope="col">To</th>
              <th scope="col" class="number">
                Changes
              </th>
            </tr>
          </thead>
          <tbody>
            {preferenceChanges.slice(0, SHOWN).map(({ choice, to, count: amount }) => (
              <tr key={`${choice} ${to}`}>
                <th scope="row">{plain(choice)}</th>
                <td>{plain(to)}</td>
                <td class="number">{count(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More all={preferenceChanges.length} shown={SHOWN} />
      {suppressions.length > 0 && <Suppressions suppressions={suppressions} />}
      <More all={suppressions.length} shown={SHOWN} />
    </Panel>
  );
}

function Suppressions({ suppressions }: Pick<Analytics, 'suppressions'>) {
  return (
    <table>
      <caption>Suppression list</caption>
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col" class="number">
            Added
          </th>
          <th scope="col" class="number">
            Lifted
          </th>
        </tr>
      </thead>
      <tbody>
        {suppressions.slice(0, SHOWN).map(({ channel, reason, added, lifted }) => (
          <tr key={`${channel} ${reason}`}>
            <th scope="row">
              {plain(reason)} <span class="muted">{CHANNEL_NAMES[channel]}</span>
            </th>
            <td class="number">{count(added)}</td>
            <td class="number">{count(lifted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function total(changes: Analytics['preferenceChanges']): number {
  return changes.reduce((sum, change) => sum + change.count, 0);
}
