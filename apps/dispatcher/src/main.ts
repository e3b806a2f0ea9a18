import { runApp } from '#runtime';
import { dispatcherApp } from './dispatcher.app.js';

await runApp(dispatcherApp);
