import { type Socket, connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** Of a request: four bytes of length, two of what it asks for. */
const KIND_AT = 4;
const PRODUCE = 0;

/** A way to Kafka that may lose the answer to what is produced: the broker has stored it, and the client does not learn of it. */
export class AnswerLosingNetwork {
  /** How many answers are still to be lost. */
  toLose = 0;
  lost = 0;

  readonly socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    const write = socket.write.bind(socket) as (data: Buffer, encoding: BufferEncoding) => boolean;
    socket.write = ((data: Buffer, encoding: BufferEncoding) => {
      if (this.toLose > 0 && data.readInt16BE(KIND_AT) === PRODUCE) this.loseAnswer(socket);
      return write(data, encoding);
    }) as Socket['write'];
    return socket;
  };

  private loseAnswer(socket: Socket): void {
    this.toLose -= 1;
    socket.removeAllListeners('data');
    socket.once('data', () => {
      this.lost += 1;
      socket.destroy(new Error('The answer was lost.'));
    });
  }
}
