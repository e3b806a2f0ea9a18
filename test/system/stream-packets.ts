/** What passes over a connection to the stream, as whoever sits in between reads it: WebSocket frames (RFC 6455), and socket.io packets in them. */

export interface Packet {
  readonly kind: 'connect' | 'event' | 'acknowledgement' | 'refusal';
  /** Of an event that asks for an acknowledgement, and of that; null: it asks for none. */
  readonly id: number | null;
  readonly data: unknown;
}

/** One frame, or the HTTP head that comes before them. */
export interface Frame {
  readonly bytes: Buffer;
  readonly packet: Packet | undefined;
}

const END_OF_HEAD = '\r\n\r\n';
const TEXT = 1;

/** One direction of a connection. Expects no compression and no fragments. */
export class FrameReader {
  private rest = Buffer.alloc(0);
  private afterHead = false;

  /** @returns what is complete by now */
  read(chunk: Buffer): Frame[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.take(); frame !== undefined; frame = this.take()) frames.push(frame);
    return frames;
  }

  private take(): Frame | undefined {
    const layout = this.afterHead ? layoutOf(this.rest) : undefined;
    const end = this.afterHead ? layout?.end : endOfHead(this.rest);
    if (end === undefined || end > this.rest.length) return undefined;
    const bytes = this.rest.subarray(0, end);
    this.rest = this.rest.subarray(end);
    this.afterHead = true;
    return { bytes, packet: layout === undefined ? undefined : packetIn(bytes, layout) };
  }
}

function endOfHead(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(END_OF_HEAD);
  return at < 0 ? undefined : at + END_OF_HEAD.length;
}

interface Layout {
  readonly payload: number;
  readonly end: number;
  readonly isMasked: boolean;
}

function layoutOf(bytes: Buffer): Layout | undefined {
  const [, second] = bytes;
  if (second === undefined) return undefined;
  const [short, isMasked] = [second & 0x7f, (second & 0x80) !== 0];
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const payload = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.length < payload) return undefined;
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { payload, end: payload + length, isMasked };
}

function packetIn(bytes: Buffer, { payload, isMasked }: Layout): Packet | undefined {
  if (((bytes[0] ?? 0) & 0x0f) !== TEXT) return undefined;
  const body = bytes.subarray(payload);
  return parsePacket((isMasked ? unmask(body, bytes.subarray(payload - 4, payload)) : body).toString());
}

const unmask = (body: Buffer, mask: Buffer): Buffer => Buffer.from(body.map((byte, i) => byte ^ (mask[i % 4] ?? 0)));

const KINDS: Readonly<Record<string, Packet['kind']>> = {
  0: 'connect',
  2: 'event',
  3: 'acknowledgement',
  4: 'refusal',
};

/** engine.io's `4` says that it is a message, and the digit after it what kind of one; its id comes before its JSON. */
function parsePacket(text: string): Packet | undefined {
  const [, kind = '', id, json] = /^4(\d)(\d*)(.*)$/s.exec(text) ?? [];
  const known = KINDS[kind];
  if (known === undefined) return undefined;
  return { kind: known, id: id ? Number(id) : null, data: json ? JSON.parse(json) : undefined };
}
