type Listener<T> = (value: T) => void;

/** Listeners of named events. */
export class Listeners<Events> {
  private readonly byName = new Map<keyof Events, Set<Listener<never>>>();

  /** @param report takes what a listener throws: neither other listeners nor the caller suffer from it */
  constructor(private readonly report: (error: unknown) => void) {}

  /** @returns ends it */
  add<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    // A wrapper of its own: a function that listens twice is told twice, and each ends by itself.
    const own: Listener<Events[Name]> = (value) => listener(value);
    const listeners = this.byName.get(name) ?? new Set();
    this.byName.set(name, listeners.add(own));
    return () => void listeners.delete(own);
  }

  has(name: keyof Events): boolean {
    return (this.byName.get(name)?.size ?? 0) > 0;
  }

  tell<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    const listeners = [...(this.byName.get(name) ?? [])] as Listener<Events[Name]>[];
    for (const listener of listeners) this.callApart(() => listener(value));
  }

  private callApart(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.report(error);
    }
  }
}
