/** Implements N6. Who is signed in. The token is kept in this tab alone and is gone when it is closed. */
import { ApiClient } from '../api/api-client.js';
import { ApiProblem } from '../api/api-problem.js';
import { Store } from '../store.js';

const KEY = 'access-token';

/** Operators see everything; customer service searches. */
export type Role = 'ops' | 'support';

export interface Session {
  readonly token: string;
  readonly role: Role;
}

/** The session, or why there is none; `reason` null: nobody signed in yet, or signed out. */
export type SessionState = Session | { readonly token: null; readonly reason: string | null };

export const session = new Store<SessionState>(kept() ?? { token: null, reason: null });

/** @throws ApiProblem, with what is wrong with the token */
export async function signIn(token: string): Promise<void> {
  const role = await roleOf(new ApiClient(token));
  sessionStorage.setItem(KEY, JSON.stringify({ token, role }));
  session.set({ token, role });
}

/** @param reason what to tell; null: they asked for it */
export function signOut(reason: string | null = null): void {
  sessionStorage.removeItem(KEY);
  session.set({ token: null, reason });
}

/** The server decides what a token permits: it is asked what only operators may see, then what customer service may, too. */
async function roleOf(api: ApiClient): Promise<Role> {
  try {
    await api.get('/notifications/controls');
    return 'ops';
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 403) throw error;
    // Nobody's order: it is the permission that is asked for.
    await api.get('/notifications', { orderId: '-', limit: 1 });
    return 'support';
  }
}

function kept(): Session | undefined {
  const value = sessionStorage.getItem(KEY);
  return value === null ? undefined : (JSON.parse(value) as Session);
}
