import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { readToken } from './access-token.js';
import { signIn } from './session.js';

/** @param reason why somebody who was signed in has to do it again */
export function SignIn({ reason }: { readonly reason: string | null }) {
  const [message, setMessage] = useState(reason);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const pasted = readToken(field.current?.value ?? '');
    if ('problem' in pasted) {
      setMessage(pasted.problem);
      return;
    }
    setBusy(true);
    try {
      await signIn(pasted.token);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setMessage(error.message);
      setBusy(false);
      field.current?.select();
    }
  };

  return (
    <main class="sign-in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <h1>Order notifications</h1>
        <p class="muted">
          Live figures need a token with the scope <code>notifications:ops</code>; with{' '}
          <code>notifications:support</code> you can search.
        </p>
        <label class="field">
          <span>Access token</span>
          <textarea
            ref={field}
            rows={4}
            spellcheck={false}
            autocomplete="off"
            aria-describedby="sign-in-message"
            aria-invalid={message !== null}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void submit(event);
            }}
          />
        </label>
        <p id="sign-in-message" class="notice bad" role="alert" hidden={message === null}>
          {message}
        </p>
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="muted small">The token stays in this tab and is forgotten when you close it.</p>
      </form>
    </main>
  );
}
