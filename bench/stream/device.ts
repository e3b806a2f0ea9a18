/**
 * A customer's device: says where it stands when it connects, confirms what it is given, comes back when it is cut off. It speaks the wire protocol by
 * itself, because ten thousand of the real client would take the processor from the server they measure.
 * https://socket.io/docs/v4/engine-io-protocol https://socket.io/docs/v4/socket-io-protocol
 */
import WebSocket from 'ws';

/** A message as it came; times in milliseconds since 1970. */
export interface Receipt {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
}

/** As socket.io-client has it by default. */
const FIRST_DELAY_MS = 1_000;
const MOST_DELAY_MS = 5_000;
const JITTER = 0.5;
const HANDSHAKE_WITHIN_MS = 20_000;

const PATH = '/api/v2/notifications/stream/?EIO=4&transport=websocket';
const ENGINE = { open: '0', ping: '2', pong: '3', message: '4' } as const;
const SOCKET = { connect: '0', disconnect: '1', event: '2', acknowledgement: '3', refused: '4' } as const;

interface Events {
  notification: { id: string; seq: number };
  unread_count: { count: number; lastSeq: number };
  skipped: { afterSeq: number; beforeSeq: number };
  closing: { code: string };
}

export class Device {
  readonly receipts: Receipt[] = [];
  /** Why it was turned away, or asked to come back; codes of the server. */
  readonly partings: string[] = [];
  /** How long it was away each time, in milliseconds: from the cut until it had been told everything it had missed. */
  readonly absences: number[] = [];
  unread: number | null = null;
  private socket: WebSocket | undefined;
  private lastSeq: number | undefined;
  private isIn = false;
  private awaySince: number | undefined;
  private failures = 0;
  private turn: number;

  /** @param addresses of the replicas; it begins with one of them and tries the next when that one does not answer */
  constructor(
    readonly userId: string,
    private readonly token: string,
    private addresses: readonly string[],
    number: number,
  ) {
    this.turn = number;
  }

  /** Connected, and told everything it had missed. */
  get isUpToDate(): boolean {
    return this.isIn;
  }

  connect(): void {
    const socket = new WebSocket(this.address + PATH, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
    });
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.take(data.toString()));
    // `close` follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.comeBack());
  }

  /** As a network that fails: nobody says goodbye. */
  cut(): void {
    this.awaySince ??= Date.now();
    this.isIn = false;
    this.socket?.terminate();
  }

  /** To one of these replicas; stays where it is if that is the one. */
  moveTo(addresses: readonly string[], place: number): void {
    const stays = addresses[place] === this.address;
    this.addresses = addresses;
    // Coming back tries the next one.
    this.turn = stays ? place : place + addresses.length - 1;
    if (!stays) this.cut();
  }

  private get address(): string {
    return this.addresses[this.turn % this.addresses.length] ?? '';
  }

  private comeBack(): void {
    this.awaySince ??= Date.now();
    this.isIn = false;
    const longest = Math.min(FIRST_DELAY_MS * 2 ** this.failures, MOST_DELAY_MS);
    this.failures += 1;
    this.turn += 1;
    setTimeout(() => this.connect(), longest * (1 - JITTER + 2 * JITTER * Math.random()));
  }

  private take(packet: string): void {
    const [type] = packet;
    if (type === ENGINE.open) this.signIn();
    if (type === ENGINE.ping) this.say(ENGINE.pong);
    if (type === ENGINE.message) this.takeMessage(packet[1], packet.slice(2));
  }

  private signIn(): void {
    const auth = { token: this.token, ...(this.lastSeq === undefined ? {} : { lastSeq: this.lastSeq }) };
    this.say(`${ENGINE.message}${SOCKET.connect}${JSON.stringify(auth)}`);
  }

  private takeMessage(type: string | undefined, body: string): void {
    if (type === SOCKET.event) this.takeEvent(body);
    if (type === SOCKET.refused) this.turnedAway(body);
    if (type === SOCKET.disconnect) this.socket?.close();
  }

  private turnedAway(body: string): void {
    const { data } = JSON.parse(body) as { data?: { code?: string } };
    this.partings.push(data?.code ?? 'refused');
    this.socket?.close();
  }

  /** `12["notification",{…}]`, the number where an acknowledgement is wanted. */
  private takeEvent(body: string): void {
    const start = body.indexOf('[');
    const [name, value] = JSON.parse(body.slice(start)) as { [E in keyof Events]: [E, Events[E]] }[keyof Events];
    switch (name) {
      case 'notification':
        this.receipts.push({ id: value.id, seq: value.seq, at: Date.now() });
        this.lastSeq = Math.max(this.lastSeq ?? 0, value.seq);
        if (start > 0) this.say(`${ENGINE.message}${SOCKET.acknowledgement}${body.slice(0, start)}[]`);
        break;
      case 'unread_count':
        this.unread = value.count;
        this.lastSeq = Math.max(this.lastSeq ?? 0, value.lastSeq);
        this.cameIn();
        break;
      case 'skipped':
        this.partings.push(name);
        break;
      case 'closing':
        this.partings.push(value.code);
        break;
      default:
    }
  }

  /** The count follows everything that was missed. */
  private cameIn(): void {
    if (this.isIn) return;
    this.isIn = true;
    this.failures = 0;
    if (this.awaySince !== undefined) this.absences.push(Date.now() - this.awaySince);
    this.awaySince = undefined;
  }

  private say(packet: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(packet);
  }
}
