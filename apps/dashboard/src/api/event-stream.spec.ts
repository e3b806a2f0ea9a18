import { describe, expect, it } from '@jest/globals';
import { EventStreamParser } from './event-stream.js';

const TEXT = ': awake\n\nevent: figures\r\nid: 7\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:plain\n\ndata: unfinished';
const EVENTS = [
  { event: 'figures', data: '{"a":\n1}' },
  { event: 'message', data: 'plain' },
];

describe('EventStreamParser', () => {
  it('knows comments from events and keeps what is not complete', () => {
    const parser = new EventStreamParser();
    expect(parser.push(TEXT)).toEqual(EVENTS);
    expect(parser.push('\n\n')).toEqual([{ event: 'message', data: 'unfinished' }]);
  });

  it('finds the same events whatever the pieces', () => {
    for (let size = 1; size < TEXT.length; size += 1) {
      const parser = new EventStreamParser();
      const pieces = Array.from({ length: Math.ceil(TEXT.length / size) }, (_, i) =>
        TEXT.slice(i * size, (i + 1) * size),
      );
      expect(pieces.flatMap((piece) => parser.push(piece))).toEqual(EVENTS);
    }
  });
});
