/** In place of libs/notifications/src/figures.ts: what happens on the way of a notification makes no figures. */
import type { Figure } from '../../libs/notifications/src/figures.js';

export * from '../../libs/notifications/src/figures.js';

const none = (): Figure[] => [];

export {
  none as figuresOfMove,
  none as figuresOfLatency,
  none as figuresOfNoAcceptance,
  none as figuresOfAttempt,
  none as figuresOfError,
};
