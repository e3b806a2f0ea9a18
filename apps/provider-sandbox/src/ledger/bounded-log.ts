/**
 * Keeps the newest entries, each under a number that rises and is never reused. What is pushed out is counted,
 * so that a reader knows when the log is no longer the whole truth.
 */
export class BoundedLog<T> {
  private entries: T[] = [];
  private next = 0;
  private first = 0;

  constructor(private readonly capacity: number) {}

  /** Entries pushed out since the last `clear`. */
  get forgotten(): number {
    return this.oldest - this.first;
  }

  append(make: (number: number) => T): T {
    const entry = make(this.next);
    this.entries[this.next % this.capacity] = entry;
    this.next += 1;
    return entry;
  }

  get(number: number): T | undefined {
    return number >= this.oldest && number < this.next ? this.entries[number % this.capacity] : undefined;
  }

  /** The entry `age` entries before the newest. */
  back(age: number): T | undefined {
    return this.get(this.next - 1 - age);
  }

  *newestFirst(): Generator<T> {
    for (let number = this.next - 1; number >= this.oldest; number -= 1) {
      yield this.entries[number % this.capacity] as T;
    }
  }

  clear(): void {
    this.entries = [];
    this.first = this.next;
  }

  private get oldest(): number {
    return Math.max(this.first, this.next - this.capacity);
  }
}
