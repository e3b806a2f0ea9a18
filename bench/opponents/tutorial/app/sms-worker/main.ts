import { start } from '../start.js';
import { SmsWorkerModule } from './sms-worker.module.js';

await start(SmsWorkerModule, 'sms-worker');
