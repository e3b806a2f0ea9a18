/** Implements F4, F9. What operators hold back, and what they have tried again. */
import { useReading } from '../api/use-reading.js';
import { hrefTo, useRoute } from '../routes.js';
import { ControlsPanel } from './controls-panel.js';
import { DEAD_LETTER_PAGE, DeadLettersPanel } from './dead-letters-panel.js';
import type { Controls, DeadLetterPage } from './operate.types.js';
import { SCOPES } from './scopes.js';
import './operate.css';

/** The query may name what is to be asked about at once: `scope` to pause or resume, `notification` to replay. */
export function OperateView() {
  const { query } = useRoute();
  const scope = SCOPES.find(({ key }) => key === query.get('scope')) ?? null;
  const controls = useReading((api, signal) => api.get<Controls>('/notifications/controls', {}, signal), []);
  const deadLetters = useReading(
    (api, signal) => api.get<DeadLetterPage>('/notifications/dead-letters', { limit: DEAD_LETTER_PAGE }, signal),
    [],
  );
  return (
    <>
      <h1 class="only-read">Operate</h1>
      <div class="operate">
        <ControlsPanel reading={controls} preselected={scope} onAnswered={forgetQuery} />
        <DeadLettersPanel reading={deadLetters} preselected={query.get('notification')} onAnswered={forgetQuery} />
      </div>
    </>
  );
}

/** It is asked once, not whenever the page is loaded again. */
function forgetQuery(): void {
  location.replace(hrefTo('operate'));
}
