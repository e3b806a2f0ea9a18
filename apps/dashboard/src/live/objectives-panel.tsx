import type { LiveFigures } from '#contracts';
import { percent, percentDown, times } from '../format/numbers.js';
import { CHANNEL_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

type Objective = LiveFigures['verdict']['objectives'][number];

const NAMES = { N1: 'Sent within 60 s', N2: 'Delivered' } as const satisfies Record<Objective['id'], string>;

export function ObjectivesPanel({ objectives }: { readonly objectives: readonly Objective[] }) {
  return (
    <Panel title="Objectives" note="of the last day; burn: of the last hour">
      <div class="scroll" tabIndex={0} role="region" aria-label="Objectives: table">
        <table>
          <thead>
            <tr>
              <th scope="col">Objective</th>
              <th scope="col">Channel</th>
              <th scope="col" class="number">
                Kept
              </th>
              <th scope="col" class="number">
                Burn
              </th>
              <th scope="col" class="number">
                Budget left
              </th>
            </tr>
          </thead>
          <tbody>
            {objectives.map((objective) => (
              <Row key={`${objective.id} ${objective.channel}`} objective={objective} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ objective: { id, channel, target, value, burnRate, budgetLeft } }: { readonly objective: Objective }) {
  const missed = value !== null && value < target;
  return (
    <tr>
      <th scope="row">
        {id} {NAMES[id]} <span class="muted whole">≥ {percent(target)}</span>
      </th>
      <td>{CHANNEL_NAMES[channel]}</td>
      <td class={`number${missed ? ' failed' : ''}`}>
        {percentDown(value, 2)}
        {missed && <span class="only-read"> missed</span>}
      </td>
      <td class="number">{times(burnRate)}</td>
      <td class="number">{percentDown(budgetLeft, 0)}</td>
    </tr>
  );
}
