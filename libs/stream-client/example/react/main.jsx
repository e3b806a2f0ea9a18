/* The demo's sign-in around the page: a real one knows who is there. */
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { loadSetup, tokenOf } from '../demo-session';
import { find } from '../elements';
import { customerIn } from '../page-address';
import { NotificationsPage } from './notifications-page';

/** @param {{ userId: string }} props */
function App({ userId }) {
  const [session, setSession] = useState(/** @type {import('./notifications-page').Session | null} */ (null));
  useEffect(() => {
    void loadSetup().then(({ apiUrl, streamUrl, customers }) =>
      setSession({
        userId,
        customer: customers.find((each) => each.userId === userId),
        options: { apiUrl, streamUrl, token: tokenOf(userId) },
      }),
    );
  }, [userId]);
  return session === null ? null : <NotificationsPage session={session} />;
}

const userId = customerIn(location.hash);
if (userId === null) location.replace('./index.html');
else {
  createRoot(find('#app')).render(
    <StrictMode>
      <App userId={userId} />
    </StrictMode>,
  );
}
