import { Injectable } from '@nestjs/common';
import type { FaultScript, FaultStep } from './fault.schema.js';

/** A script and how far it has been played. */
export interface RunningScript extends FaultScript {
  readonly recipient: string;
  /** Requests it has answered. */
  played: number;
}

const OK: FaultStep = { kind: 'ok' };

/** The faults in force, by recipient. Webhooks, opens and replies of a recipient will be scripted here too. */
@Injectable()
export class FaultScripts {
  private readonly scripts = new Map<string, RunningScript>();

  set(recipient: string, script: FaultScript): RunningScript {
    const running = { recipient: canonical(recipient), ...script, played: 0 };
    this.scripts.set(running.recipient, running);
    return running;
  }

  /** @returns whether there was one */
  remove(recipient: string): boolean {
    return this.scripts.delete(canonical(recipient));
  }

  list(): readonly RunningScript[] {
    return [...this.scripts.values()];
  }

  /** Uses up one step. */
  next(recipient: string): FaultStep {
    const script = this.scripts.get(canonical(recipient));
    if (script === undefined) return OK;
    const position = script.repeat ? script.played % script.steps.length : script.played;
    script.played += 1;
    return script.steps[position] ?? OK;
  }
}

const canonical = (recipient: string) => recipient.toLowerCase();
