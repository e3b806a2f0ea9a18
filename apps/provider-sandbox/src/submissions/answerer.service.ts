import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Manner } from './course.js';
import { type ProviderAnswer, give, toBytes } from './provider-answer.js';

/** Gives answers, also in the manners that providers should not have. */
@Injectable()
export class Answerer implements OnModuleDestroy {
  private readonly heldBack = new Set<ServerResponse>();

  give(response: ServerResponse, answer: ProviderAnswer, manner: Manner): void {
    switch (manner.kind) {
      case 'at_once':
        give(response, answer);
        break;
      case 'late':
        this.giveLate(response, answer, manner.delayMs);
        break;
      case 'drip':
        this.drip(response, answer, manner.everyMs);
        break;
      case 'lost':
        response.destroy();
        break;
      case 'reset':
        response.socket?.resetAndDestroy();
        break;
    }
  }

  /** @param first what has to end before */
  giveAfter(first: Promise<unknown>, response: ServerResponse, answer: ProviderAnswer, manner: Manner): void {
    let gone = false;
    this.holdBack(response, () => (gone = true));
    void first.then(() => {
      if (!gone) this.give(response, answer, manner);
    });
  }

  /** An answer still held back would keep the server from closing. */
  onModuleDestroy(): void {
    for (const response of this.heldBack) response.destroy();
  }

  private giveLate(response: ServerResponse, answer: ProviderAnswer, delayMs: number): void {
    const timer = setTimeout(() => give(response, answer), delayMs);
    this.holdBack(response, () => clearTimeout(timer));
  }

  /** Past Node's own framing, so that even the status line trickles: no time-out that starts anew with each byte ends this. */
  private drip(response: ServerResponse, answer: ProviderAnswer, everyMs: number): void {
    const bytes = toBytes(answer);
    let given = 0;
    const timer = setInterval(() => {
      response.socket?.write(bytes.subarray(given, given + 1));
      given += 1;
      if (given === bytes.length) response.socket?.end();
    }, everyMs);
    this.holdBack(response, () => clearInterval(timer));
  }

  private holdBack(response: ServerResponse, stop: () => void): void {
    this.heldBack.add(response);
    response.once('close', () => {
      stop();
      this.heldBack.delete(response);
    });
  }
}
