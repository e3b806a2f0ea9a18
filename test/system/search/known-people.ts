/** Customers whose every word is known, so that it can be looked for. */
import type { Pattern } from './byte-search.js';
import { Random } from '../../chaos/random.js';
import { disguisesOf } from './disguises.js';

/** Everything about a person that is theirs alone. */
export interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mailbox: string;
  readonly mailHost: string;
  /** Without the country's `+1`. */
  readonly number: string;
  readonly trackingNumber: string;
  /** What they bought, how they paid and what they say. */
  readonly item: string;
  readonly card: string;
  readonly remark: string;
}

export const emailOf = ({ mailbox, mailHost }: Person) => `${mailbox}@${mailHost}`;
export const phoneOf = ({ number }: Person) => `+1${number}`;
export const nameOf = ({ firstName, lastName }: Person) => `${firstName} ${lastName}`;

const SYLLABLES =
  'ba be bo ca da de do fa fe fo ga go la le lo ma mo na no ra re ro sa so ta to va ve vo za ze zo'.split(' ');

/** Draws people nobody has heard of. The same seed draws the same. */
export class KnownPeople {
  readonly all: Person[] = [];
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  next(): Person {
    const person: Person = {
      userId: `customer-${this.all.length}-${this.digits(6)}`,
      // What is not ASCII, and what quotes and escapes change.
      firstName: `Zoë-${this.word()}`,
      lastName: `O'${this.word()}ñ`,
      mailbox: `${this.word()}.${this.word()}`,
      mailHost: `${this.word()}.example`,
      number: `415555${String(this.all.length).padStart(2, '0')}${this.digits(2)}`,
      trackingNumber: `1Z${this.digits(8)}${this.word().toUpperCase()}`,
      item: `Boots ${this.word()}`,
      card: `Card ${this.word()}`,
      remark: `Remark ${this.word()}`,
    };
    this.all.push(person);
    return person;
  }

  /** Whatever is theirs, in every disguise. */
  patterns(): Pattern[] {
    return this.all.flatMap((person) =>
      Object.entries(textsOf(person)).flatMap(([field, text]) => disguisesOf(`${field} of ${person.userId}`, text)),
    );
  }

  private word(): string {
    return Array.from({ length: 5 }, () => this.random.pick(SYLLABLES)).join('');
  }

  private digits(count: number): string {
    return Array.from({ length: count }, () => this.random.integer(0, 9)).join('');
  }
}

function textsOf(person: Person): Record<string, string> {
  const { firstName, lastName, mailbox, mailHost, number, trackingNumber, item, card, remark } = person;
  const dialled = `(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`;
  const whole = { email: emailOf(person), phone: phoneOf(person), name: nameOf(person), dialled };
  return { firstName, lastName, mailbox, mailHost, number, trackingNumber, item, card, remark, ...whole };
}
