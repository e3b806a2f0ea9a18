import { start } from '../start.js';
import { InAppWorkerModule } from './in-app-worker.module.js';

await start(InAppWorkerModule, 'in-app-worker');
