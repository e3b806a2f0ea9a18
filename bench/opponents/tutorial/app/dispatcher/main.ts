import { start } from '../start.js';
import { DispatcherModule } from './dispatcher.module.js';

await start(DispatcherModule, 'dispatcher');
