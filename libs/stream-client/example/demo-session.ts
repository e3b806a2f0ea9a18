/** The sign-in of the demo: whoever asks is whom they say they are. A real page has a session of its own. */

export interface DemoCustomer {
  readonly userId: string;
  readonly name: string;
  readonly about: string;
  /** The language of the customer's messages, which do not name it: a real page takes it from the account, or from the preferences. */
  readonly language: string;
  /** IANA name. Absent: not known. */
  readonly timeZone?: string;
}

/** What the demo's server says of the system it belongs to. */
export interface DemoSetup {
  readonly customers: readonly DemoCustomer[];
  readonly apiUrl: string;
  readonly streamUrl: string;
}

export async function loadSetup(): Promise<DemoSetup> {
  return (await (await fetch('/demo/setup')).json()) as DemoSetup;
}

/** Keeps a token as long as nobody says that it is of no more use. */
export function tokenOf(userId: string): (renew: boolean) => Promise<string> {
  let token: Promise<string> | undefined;
  return (renew) => {
    if (renew || token === undefined) {
      const asked = askForToken(userId);
      token = asked;
      asked.catch(() => (token = undefined));
    }
    return token;
  };
}

async function askForToken(userId: string): Promise<string> {
  const answer = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId }),
  });
  if (!answer.ok) throw new Error(`The sign-in answered ${String(answer.status)}`);
  return ((await answer.json()) as { token: string }).token;
}
