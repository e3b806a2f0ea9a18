import { runApp } from '#runtime';
import { preferencesApiApp } from './preferences-api.app.js';

await runApp(preferencesApiApp);
