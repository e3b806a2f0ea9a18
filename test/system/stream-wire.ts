import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { type Frame, FrameReader, type Packet } from './stream-packets.js';

/** A process that serves the stream. */
export interface StreamReplica {
  readonly name: string;
  readonly port: number;
}

/** A message that passed, or an acknowledgement of one. Milliseconds since 1970. */
export interface Passed {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
}

export interface Skipped {
  readonly afterSeq: number;
  readonly beforeSeq: number;
}

/** One connection, as seen from between the two. */
export interface StreamConnection {
  readonly replica: string;
  readonly openedAt: number;
  /** null: it is open. */
  closedAt: number | null;
  /** Signed in. */
  accepted: boolean;
  /** What the device said it has; null: nothing, or it said nothing. */
  lastSeq: number | null;
  /** Handed to the device, though it may not have come to reading it. */
  readonly given: Passed[];
  readonly skipped: Skipped[];
  /** Acknowledgements handed to the replica, though it may not have come to reading them. */
  readonly confirmed: Passed[];
  /** The server's reason for ending or refusing it; null: it gave none. */
  farewell: string | null;
}

/** The network between one device and the replicas: it carries, stalls and breaks when told to, and writes down what passed. */
export class StreamWire {
  readonly connections: StreamConnection[] = [];
  private readonly server: Server;
  private readonly carriers = new Set<Carrier>();
  private isOnline = true;
  private only: string | undefined;

  /** @param turn which of the replicas gets the first connection; the others follow in turns, whether they live or not */
  private constructor(
    private readonly replicas: readonly StreamReplica[],
    private turn: number,
  ) {
    this.server = createServer((socket) => this.take(socket));
  }

  static async open(replicas: readonly StreamReplica[], turn = 0): Promise<StreamWire> {
    const wire = new StreamWire(replicas, turn);
    wire.server.listen(0, '127.0.0.1');
    await once(wire.server, 'listening');
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** New connections reach this replica and no other. */
  leadTo(replica: string): void {
    this.only = replica;
  }

  /** Breaks what is open. Whatever was on its way is lost. */
  cut(): void {
    for (const carrier of this.carriers) carrier.cut();
  }

  /** Open connections stay so, and carry nothing any more once so many more messages have passed; they end by `cut`. */
  stallAfter(messages: number): void {
    for (const carrier of this.carriers) carrier.stallAfter(messages);
  }

  /** Breaks what is open, and refuses what is asked for. */
  goOffline(): void {
    this.isOnline = false;
    this.cut();
  }

  goOnline(): void {
    this.isOnline = true;
  }

  async close(): Promise<void> {
    this.server.close();
    this.goOffline();
    await once(this.server, 'close');
  }

  private take(device: Socket): void {
    const replica = this.nextReplica();
    if (!this.isOnline || replica === undefined) {
      device.resetAndDestroy();
      return;
    }
    const carrier = new Carrier(device, replica);
    this.connections.push(carrier.record);
    this.carriers.add(carrier);
    device.once('close', () => this.carriers.delete(carrier));
  }

  private nextReplica(): StreamReplica | undefined {
    if (this.only !== undefined) return this.replicas.find(({ name }) => name === this.only);
    this.turn += 1;
    return this.replicas[(this.turn - 1) % this.replicas.length];
  }
}

type Side = 'device' | 'replica';

class Carrier {
  readonly record: StreamConnection;
  private readonly sockets: Readonly<Record<Side, Socket>>;
  /** Messages by the numbers under which they are acknowledged. */
  private readonly unconfirmed = new Map<number, Passed>();
  private allowance = Infinity;

  constructor(device: Socket, { name, port }: StreamReplica) {
    this.record = {
      ...{ replica: name, openedAt: Date.now(), closedAt: null, accepted: false, lastSeq: null },
      ...{ given: [], skipped: [], confirmed: [], farewell: null },
    };
    this.sockets = { device, replica: connect(port, '127.0.0.1') };
    this.carry('device', 'replica', (packet) => this.noteOfDevice(packet));
    this.carry('replica', 'device', (packet) => this.noteOfReplica(packet));
  }

  cut(): void {
    for (const socket of Object.values(this.sockets)) socket.resetAndDestroy();
  }

  stallAfter(messages: number): void {
    this.allowance = messages;
  }

  private carry(from: Side, to: Side, note: (packet: Packet) => void): void {
    const [source, target] = [this.sockets[from], this.sockets[to]];
    const reader = new FrameReader();
    const pass = ({ bytes, packet }: Frame): void => {
      if (this.allowance <= 0) return;
      target.write(bytes);
      if (packet !== undefined) note(packet);
    };
    source.on('data', (chunk) => reader.read(chunk).forEach(pass));
    // The end of the connection says all there is to say.
    source.on('error', () => undefined);
    source.once('close', () => {
      this.record.closedAt ??= Date.now();
      target.destroySoon();
    });
  }

  private noteOfDevice({ kind, id, data }: Packet): void {
    if (kind === 'connect') this.record.lastSeq = (data as { lastSeq?: number }).lastSeq ?? null;
    const message = kind === 'acknowledgement' ? this.unconfirmed.get(id ?? -1) : undefined;
    if (message !== undefined) this.record.confirmed.push({ ...message, at: Date.now() });
  }

  private noteOfReplica({ kind, id, data }: Packet): void {
    if (kind === 'connect') this.record.accepted = true;
    if (kind === 'refusal') this.record.farewell = (data as { data?: { code: string } }).data?.code ?? 'refused';
    if (kind === 'event') this.noteEvent(data as [name: string, body: unknown], id);
  }

  private noteEvent([name, body]: [name: string, body: unknown], id: number | null): void {
    if (name === 'notification') this.noteGiven(body as { id: string; seq: number }, id);
    if (name === 'skipped') this.record.skipped.push(body as Skipped);
    if (name === 'closing') this.record.farewell = (body as { code: string }).code;
  }

  private noteGiven({ id, seq }: { id: string; seq: number }, number: number | null): void {
    const passed = { id, seq, at: Date.now() };
    this.record.given.push(passed);
    if (number !== null) this.unconfirmed.set(number, passed);
    this.allowance -= 1;
  }
}
