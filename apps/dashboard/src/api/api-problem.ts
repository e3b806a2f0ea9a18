/** What an answer says where it is none of 2xx (RFC 9457), or why there was no answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** Fit to be shown. */
    message: string,
    /** 0: there was no answer. */
    readonly status: number,
    readonly code: string,
    readonly traceId: string | null,
  ) {
    super(message);
  }
}

interface ProblemBody {
  readonly code?: string;
  readonly detail?: string;
  readonly traceId?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** In our words where the operator can do something about it. */
const MESSAGES: Readonly<Record<string, string>> = {
  missing_token: 'Sign in with an access token.',
  invalid_token: 'This access token is not valid here. Get a new one from the sign-in service.',
  expired_token: 'This access token has expired. Get a new one from the sign-in service.',
  forbidden: 'This access token does not permit that: it needs the scope notifications:ops.',
  too_many_requests: 'Too many requests in the last minute. Wait a moment and try again.',
};

/** Where the answer does not say more. */
const FALLBACKS: Readonly<Record<string, string>> = {
  temporarily_unavailable: 'The service cannot answer now. Try again shortly.',
};

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = await readBody(response);
  const code = body.code ?? 'unknown';
  const faults = (body.errors ?? []).map(({ field, message }) => `${field}: ${message}`);
  const detail = body.detail ?? FALLBACKS[code] ?? `The server answered ${response.status}`;
  const message = MESSAGES[code] ?? [detail, ...faults].join('. ');
  return new ApiProblem(message, response.status, code, body.traceId ?? null);
}

export function unreachable(): ApiProblem {
  return new ApiProblem('The server cannot be reached.', 0, 'unreachable', null);
}

async function readBody(response: Response): Promise<ProblemBody> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return {};
  return (await response.json()) as ProblemBody;
}
