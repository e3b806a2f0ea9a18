/**
 * Implements F5, F7, F9, AC-06. What an operator opens at `/dashboard`.
 *
 * Where things are: `routes.ts` lists the views by hash (`#/live`, `#/search?q=…`, `#/operate`) and `app.tsx` draws them: a view is a component
 * without props that reads its query by `useRoute()`. `useApi()` (api/use-api.ts) gives the signed-in client: `get`, `send`; what fails throws
 * `ApiProblem`, whose `message` is fit to be shown, and a refused token leads back to the sign-in by itself. `<Dialog>` (dialog/) asks and traps the
 * focus; `session.role` says `ops` or `support`. Colours, sizes and the classes `.panel`, `.button`, `.field`, `.pill` are in theme/;
 * numbers and times are written by format/. Only types come from `#contracts`. Styles of elements go through `style={{…}}` objects: the page's
 * policy refuses style attributes in markup.
 */
import { render } from 'preact';
import { App } from './app.js';
import { startTheme } from './theme/theme.js';
import 'uplot/dist/uPlot.min.css';
import './theme/tokens.css';
import './theme/elements.css';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app');
startTheme();
render(<App />, root);
