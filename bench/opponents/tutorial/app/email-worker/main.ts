import { start } from '../start.js';
import { EmailWorkerModule } from './email-worker.module.js';

await start(EmailWorkerModule, 'email-worker');
