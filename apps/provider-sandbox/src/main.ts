import { runApp } from '#runtime';
import { providerSandbox } from './provider-sandbox.app.js';

await runApp(providerSandbox);
