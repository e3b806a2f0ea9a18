/** Reads server-sent events out of a fetched answer: `EventSource` cannot send a token. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Events as they come complete, whatever pieces their text arrives in. */
export class EventStreamParser {
  private rest = '';

  push(text: string): ServerEvent[] {
    // A line break may arrive in two pieces: a final CR waits for its LF.
    const all = this.rest + text;
    const held = all.endsWith('\r') ? '\r' : '';
    const blocks = all
      .slice(0, all.length - held.length)
      .replaceAll(/\r\n?/g, '\n')
      .split('\n\n');
    this.rest = (blocks.pop() ?? '') + held;
    return blocks.map(eventOf).filter((event) => event !== undefined);
  }
}

/** Comments keep a connection awake and are no events. */
function eventOf(block: string): ServerEvent | undefined {
  const fields = block.split('\n').map((line) => /^(\w+)(?:: ?(.*))?$/s.exec(line));
  const values = (name: string): string[] =>
    fields.filter((field) => field?.[1] === name).map((field) => field?.[2] ?? '');
  const data = values('data');
  return data.length === 0 ? undefined : { event: values('event').at(-1) ?? 'message', data: data.join('\n') };
}
