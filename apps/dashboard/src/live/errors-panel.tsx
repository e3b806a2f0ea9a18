import type { Analytics } from '#contracts';
import { count } from '../format/numbers.js';
import { moment } from '../format/times.js';
import { CHANNEL_NAMES } from '../format/words.js';
import { Empty, More, Panel } from '../panel/panel.js';
import { hrefTo } from '../routes.js';

const SHOWN = 12;
const SAMPLES = 3;

export function ErrorsPanel({ errors }: { readonly errors: Analytics['errors'] }) {
  return (
    <Panel size="two-thirds" title="Errors of providers" note="failed calls by code">
      {errors.length === 0 ? (
        <Empty>No call failed in this window.</Empty>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Errors of providers: table">
          <table>
            <thead>
              <tr>
                <th scope="col">Code</th>
                <th scope="col">Meaning</th>
                <th scope="col">Channel</th>
                <th scope="col" class="number">
                  Calls
                </th>
                <th scope="col">First</th>
                <th scope="col">Last</th>
                <th scope="col">Samples</th>
              </tr>
            </thead>
            <tbody>
              {errors.slice(0, SHOWN).map((error) => (
                <ErrorRow key={`${error.channel} ${error.code}`} error={error} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More all={errors.length} shown={SHOWN} />
    </Panel>
  );
}

function ErrorRow({ error }: { readonly error: Analytics['errors'][number] }) {
  return (
    <tr>
      <th scope="row" class="mono">
        {error.code}
      </th>
      <td class="wide">{error.meaning}</td>
      <td>{CHANNEL_NAMES[error.channel]}</td>
      <td class="number">{count(error.count)}</td>
      <td class="whole">{moment(error.firstSeenAt)}</td>
      <td class="whole">{moment(error.lastSeenAt)}</td>
      <td class="whole">
        {error.samples.slice(0, SAMPLES).map((id) => (
          <a key={id} class="mono sample" href={hrefTo('search', { q: id })} title={id}>
            …{id.slice(-6)}
          </a>
        ))}
      </td>
    </tr>
  );
}
