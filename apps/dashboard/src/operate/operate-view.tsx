/** Implements F4, F9. What operators hold back, and what they have tried again. */
import { useReading } from '../api/use-reading.js';
import { ControlsPanel } from './controls-panel.js';
import { DEAD_LETTER_PAGE, DeadLettersPanel } from './dead-letters-panel.js';
import type { Controls, DeadLetterPage } from './operate.types.js';
import './operate.css';

export function OperateView() {
  const controls = useReading((api, signal) => api.get<Controls>('/notifications/controls', {}, signal), []);
  const deadLetters = useReading(
    (api, signal) => api.get<DeadLetterPage>('/notifications/dead-letters', { limit: DEAD_LETTER_PAGE }, signal),
    [],
  );
  return (
    <>
      <h1 class="only-read">Operate</h1>
      <div class="operate">
        <ControlsPanel reading={controls} />
        <DeadLettersPanel reading={deadLetters} />
      </div>
    </>
  );
}
