/** What happens to the requests or messages of one recipient, one step each. */
export interface Script<Step> {
  readonly steps: readonly Step[];
  /** Starts over after the last step. */
  readonly repeat: boolean;
}

/** A script and how far it has been played. */
export interface RunningScript<Step> extends Script<Step> {
  readonly recipient: string;
  /** Steps it has given. */
  played: number;
}

/** The recipient whose script is everybody's who has none of their own. */
export const EVERYBODY = '*';

/** Scripts in force, by recipient (email address or phone number). */
export abstract class RecipientScripts<Step> {
  private readonly scripts = new Map<string, RunningScript<Step>>();

  set(recipient: string, script: Script<Step>): RunningScript<Step> {
    const running = { recipient: canonical(recipient), ...script, played: 0 };
    this.scripts.set(running.recipient, running);
    return running;
  }

  /** @returns whether there was one */
  remove(recipient: string): boolean {
    return this.scripts.delete(canonical(recipient));
  }

  list(): readonly RunningScript<Step>[] {
    return [...this.scripts.values()];
  }

  /** Uses up one step. Undefined: nothing is scripted, or the script is over. */
  next(recipient: string): Step | undefined {
    const script = this.scripts.get(canonical(recipient)) ?? this.scripts.get(EVERYBODY);
    if (script === undefined) return undefined;
    const position = script.repeat ? script.played % script.steps.length : script.played;
    script.played += 1;
    return script.steps[position];
  }
}

const canonical = (recipient: string) => recipient.toLowerCase();
