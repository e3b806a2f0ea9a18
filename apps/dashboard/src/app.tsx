import { useMemo } from 'preact/hooks';
import { ApiClient } from './api/api-client.js';
import { SignedInContext } from './api/use-api.js';
import { LiveView } from './live/live-view.js';
import { OperateView } from './operate/operate-view.js';
import { VIEWS, type ViewName, hrefTo, useRoute } from './routes.js';
import { SearchView } from './search/search-view.js';
import { type Session, session, signOut } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { useStore } from './store.js';
import { ThemeSwitch } from './theme/theme-switch.js';

const COMPONENTS = {
  live: LiveView,
  search: SearchView,
  operate: OperateView,
} as const satisfies Record<ViewName, () => unknown>;

export function App() {
  const current = useStore(session);
  return current.token === null ? <SignIn reason={current.reason} /> : <Desk session={current} />;
}

/** What is there for somebody who is signed in. */
function Desk({ session }: { readonly session: Session }) {
  const signedIn = useMemo(
    () => ({ session, api: new ApiClient(session.token, ({ message }) => signOut(message)) }),
    [session],
  );
  const { view } = useRoute();
  const permitted = namesFor(session);
  const name = permitted.includes(view) ? view : (permitted[0] ?? 'search');
  const View = COMPONENTS[name];
  return (
    <SignedInContext.Provider value={signedIn}>
      <header class="app-bar">
        <span class="name">Order notifications</span>
        <nav aria-label="Views">
          {permitted.map((each) => (
            <a key={each} href={hrefTo(each)} aria-current={each === name ? 'page' : undefined}>
              {VIEWS[each].title}
            </a>
          ))}
        </nav>
        <span class="spread" />
        <ThemeSwitch />
        <button class="button quiet" type="button" onClick={() => signOut()}>
          Sign out
        </button>
      </header>
      <main class="view">
        <View />
      </main>
    </SignedInContext.Provider>
  );
}

function namesFor({ role }: Session): ViewName[] {
  return (Object.keys(VIEWS) as ViewName[]).filter((name) => role === 'ops' || VIEWS[name].support);
}
