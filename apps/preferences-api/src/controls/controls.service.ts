/** Implements F9. Pauses and resumes by hand. The workers read the rows that this writes. */
import { Injectable } from '@nestjs/common';
import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import {
  type AuditAction,
  Database,
  type Pause,
  type PauseScope,
  type QueuedCount,
  appendAudit,
  countQueued,
  loadPauses,
  pause,
  resume,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import type { Control, ControlSetting, ControlsChange, ControlsDocument } from './controls.schema.js';

@Injectable()
export class ControlsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async read(): Promise<ControlsDocument> {
    return documentOf(await loadPauses(this.database), await countQueued(this.database));
  }

  /**
   * Sets what the change names and leaves the rest, so that two operators do not undo each other's.
   * @param actor who asks for it
   * @returns how things stand once that is committed: counting a long queue must hold up neither the pause nor the next operator
   */
  async change(actor: string, change: ControlsChange): Promise<ControlsDocument> {
    const now = this.clock.now();
    const settings = settingsOf(change);
    await this.database.transaction(async (sql) => {
      for (const [scope, { paused, reason = null }] of settings) {
        if (paused) await pause(sql, scope, actor, reason, now);
        else await resume(sql, scope, now);
      }
      const entries = settings.map(([scope, { paused }]) => {
        const action: AuditAction = paused ? 'delivery_paused' : 'delivery_resumed';
        return { id: this.ids.next(), actor, action, target: scope };
      });
      await appendAudit(sql, entries, now);
    });
    return this.read();
  }
}

const SCOPES: readonly PauseScope[] = ['all', ...CHANNELS, ...NOTIFICATION_TYPES];

/** In one order whatever the order of the request: two that name the same rows wait for each other, and never in a circle. */
function settingsOf({ all, channels, types }: ControlsChange): (readonly [PauseScope, ControlSetting])[] {
  const named: Partial<Record<PauseScope, ControlSetting | undefined>> = { all, ...channels, ...types };
  return SCOPES.flatMap((scope) => (named[scope] === undefined ? [] : [[scope, named[scope]] as const]));
}

function documentOf(pauses: readonly Pause[], queued: readonly QueuedCount[]): ControlsDocument {
  const byScope = new Map(pauses.map((each) => [each.scope, each]));
  const control = (scope: PauseScope) => controlOf(byScope.get(scope), waitingOn(scope, queued));
  const controlsOf = <S extends PauseScope>(scopes: readonly S[]) =>
    Object.fromEntries(scopes.map((scope) => [scope, control(scope)])) as Record<S, Control>;
  return { all: control('all'), channels: controlsOf(CHANNELS), types: controlsOf(NOTIFICATION_TYPES) };
}

function controlOf(pause: Pause | undefined, waiting: number): Control {
  if (pause === undefined) return { paused: false, reason: null, by: null, since: null, waiting };
  const { actor, reason, since } = pause;
  return { paused: true, reason, by: actor, since: since.toISOString(), waiting };
}

function waitingOn(scope: PauseScope, queued: readonly QueuedCount[]): number {
  return queued
    .filter(({ channel, type }) => scope === 'all' || scope === channel || scope === type)
    .reduce((sum, { count }) => sum + count, 0);
}
