import { runApp } from '#runtime';
import { inAppWorkerApp } from './in-app-worker.app.js';

await runApp(inAppWorkerApp);
