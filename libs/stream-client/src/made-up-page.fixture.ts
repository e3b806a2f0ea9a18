/** What a browser has and Node has not. */
export class MadeUpPage extends EventTarget {
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  private readonly ends: (() => void)[] = [];

  enter(): this {
    this.put('document', this.document);
    this.put('addEventListener', this.addEventListener.bind(this));
    this.put('removeEventListener', this.removeEventListener.bind(this));
    return this;
  }

  networkComesBack(): void {
    this.dispatchEvent(new Event('online'));
  }

  becomeVisible(): void {
    this.document.visibilityState = 'visible';
    this.document.dispatchEvent(new Event('visibilitychange'));
  }

  leave(): void {
    for (const end of this.ends.splice(0)) end();
  }

  private put(name: string, value: unknown): void {
    Object.defineProperty(globalThis, name, { configurable: true, value });
    this.ends.push(() => Reflect.deleteProperty(globalThis, name));
  }
}
