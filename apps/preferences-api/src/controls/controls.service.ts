/** Implements F9. Pauses and resumes by hand. The workers read the rows that this writes. */
import { Injectable } from '@nestjs/common';
import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import {
  type AuditAction,
  Database,
  type Pause,
  type PauseScope,
  appendAudit,
  loadPauses,
  pause,
  resume,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import type { Control, ControlSetting, ControlsChange, ControlsDocument } from './controls.schema.js';

const RUNNING: Control = { paused: false, reason: null, by: null, since: null };

@Injectable()
export class ControlsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async read(): Promise<ControlsDocument> {
    return documentOf(await loadPauses(this.database));
  }

  /**
   * Sets what the change names and leaves the rest, so that two operators do not undo each other's.
   * @param actor who asks for it
   */
  change(actor: string, change: ControlsChange): Promise<ControlsDocument> {
    const now = this.clock.now();
    const settings = settingsOf(change);
    return this.database.transaction(async (sql) => {
      for (const [scope, { paused, reason = null }] of settings) {
        if (paused) await pause(sql, scope, actor, reason, now);
        else await resume(sql, scope, now);
      }
      const entries = settings.map(([scope, { paused }]) => {
        const action: AuditAction = paused ? 'delivery_paused' : 'delivery_resumed';
        return { id: this.ids.next(), actor, action, target: scope };
      });
      await appendAudit(sql, entries, now);
      return documentOf(await loadPauses(sql));
    });
  }
}

const SCOPES: readonly PauseScope[] = ['all', ...CHANNELS, ...NOTIFICATION_TYPES];

/** In one order whatever the order of the request: two that name the same rows wait for each other, and never in a circle. */
function settingsOf({ all, channels, types }: ControlsChange): (readonly [PauseScope, ControlSetting])[] {
  const named: Partial<Record<PauseScope, ControlSetting | undefined>> = { all, ...channels, ...types };
  return SCOPES.flatMap((scope) => (named[scope] === undefined ? [] : [[scope, named[scope]] as const]));
}

function documentOf(pauses: readonly Pause[]): ControlsDocument {
  const byScope = new Map(pauses.map((each) => [each.scope, controlOf(each)]));
  const control = (scope: PauseScope) => byScope.get(scope) ?? RUNNING;
  const controlsOf = <S extends PauseScope>(scopes: readonly S[]) =>
    Object.fromEntries(scopes.map((scope) => [scope, control(scope)])) as Record<S, Control>;
  return { all: control('all'), channels: controlsOf(CHANNELS), types: controlsOf(NOTIFICATION_TYPES) };
}

function controlOf({ actor, reason, since }: Pause): Control {
  return { paused: true, reason, by: actor, since: since.toISOString() };
}
