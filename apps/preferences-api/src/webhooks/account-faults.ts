/** Implements F4. What providers report of messages they had taken, and what is no message's fault but our account's. Pure. */
import type { ReportResult } from '#database';
import { providerError } from '#notifications';

export interface AccountFault {
  /** As attempts are stored: the provider, and what it said. */
  readonly code: string;
  /** Messages that met it. */
  readonly messages: number;
  /** Whatever else we send would meet it, too. */
  readonly stopsChannel: boolean;
}

/** One for each code. Reports about nothing of ours say nothing of our account. */
export function accountFaultsAmong(results: readonly ReportResult[]): AccountFault[] {
  const faults = new Map<string, AccountFault>();
  for (const { report, notification } of results) {
    const { code } = report;
    const error = code === null ? undefined : providerError(code);
    if (code === null || notification === null || error?.meaning !== 'account') continue;
    const messages = (faults.get(code)?.messages ?? 0) + 1;
    faults.set(code, { code, messages, stopsChannel: error.stopsChannel === true });
  }
  return [...faults.values()];
}
