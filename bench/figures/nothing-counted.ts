/** In place of libs/notifications/src/figures.ts: what happens on the way of a notification makes no figures. */
import * as figures from '../../libs/notifications/src/figures.js';
import { either } from '../in-turns/part.js';

export * from '../../libs/notifications/src/figures.js';

const none = (): figures.Figure[] => [];

export const figuresOfMove = either(figures.figuresOfMove, none);
export const figuresOfLatency = either(figures.figuresOfLatency, none);
export const figuresOfNoAcceptance = either(figures.figuresOfNoAcceptance, none);
export const figuresOfAttempt = either(figures.figuresOfAttempt, none);
export const figuresOfError = either(figures.figuresOfError, none);
