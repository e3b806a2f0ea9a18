import { runApp } from '#runtime';
import { smsWorkerApp } from './sms-worker.app.js';

await runApp(smsWorkerApp);
