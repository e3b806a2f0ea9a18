/** Implements N8, AC-13. A text that somebody sent to us. */
import type { Language } from '#contracts';
import { type ReadSms, readSms } from '#notifications';

export interface InboundSms {
  /** The same in every repeat. */
  readonly sid: string;
  /** As Twilio has it: mostly E.164. */
  readonly from: string;
  readonly text: string;
  /** Present: Twilio has understood the text, and answered. */
  readonly optOutType: 'STOP' | 'START' | 'HELP' | undefined;
}

/** What came of a text. */
export interface InboundSmsOutcome {
  readonly effect: 'applied' | 'ignored' | 'repeated';
  /** The language to answer in; null: there is nothing to say. */
  readonly answerIn: Language | null;
}

const BY_OPT_OUT_TYPE = { STOP: 'stop', START: 'start', HELP: 'help' } as const;

/** Where Twilio has understood a text, we understand it alike: otherwise one of us would send and the other refuse. */
export function understand({ text, optOutType }: InboundSms): ReadSms | undefined {
  return optOutType === undefined ? readSms(text) : { request: BY_OPT_OUT_TYPE[optOutType], language: null };
}
