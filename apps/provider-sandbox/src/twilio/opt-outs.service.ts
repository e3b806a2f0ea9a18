import { Injectable } from '@nestjs/common';

/** What a text must consist of, in any case. https://help.twilio.com/articles/223134027 */
const STOP_WORDS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const START_WORDS = new Set(['START', 'YES', 'UNSTOP']);

/** Numbers that said STOP: Twilio refuses to send them anything until they say START. */
@Injectable()
export class OptOuts {
  private readonly numbers = new Set<string>();

  /** Learns from a text that came in. */
  read(from: string, text: string): void {
    const word = text.trim().toUpperCase();
    if (STOP_WORDS.has(word)) this.numbers.add(from);
    else if (START_WORDS.has(word)) this.numbers.delete(from);
  }

  has(number: string): boolean {
    return this.numbers.has(number);
  }

  list(): readonly string[] {
    return [...this.numbers];
  }
}
