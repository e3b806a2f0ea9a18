/** `tsx -C source test/browser/contact-sheet.ts`: every email as a phone shows it, in one picture: `docs/images/emails.png`. */
import { join } from 'node:path';
import { projectRoot } from '../../infra/data-folder.js';
import { launchBrowser } from './browser.js';
import { RunningGallery } from './gallery.fixture.js';

const FILE = join(projectRoot, 'docs/images/emails.png');

const gallery = await RunningGallery.start();
const browser = await launchBrowser();
const page = await browser.newPage();
await page.goto(`${gallery.origin}/contact-sheet.html`, { waitUntil: 'networkidle' });
await page.locator('main').screenshot({ path: FILE });
await browser.close();
await gallery.stop();
console.log(FILE);
