import { runApp } from '#runtime';
import { emailWorkerApp } from './email-worker.app.js';

await runApp(emailWorkerApp);
