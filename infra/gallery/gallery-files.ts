import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactSheetPage } from './contact-sheet-page.js';
import { SCHEMES, emailPage, emailPath } from './email-page.js';
import { galleryPage } from './gallery-page.js';
import { allRenderings } from './message-renderings.js';

const PUBLIC = ['gallery.css', 'gallery.js'] as const;

/** Every file of the gallery by its path. They refer to each other only. */
export function galleryFiles(): ReadonlyMap<string, string> {
  const renderings = allRenderings();
  return new Map([
    ['index.html', galleryPage(renderings)],
    ['contact-sheet.html', contactSheetPage()],
    ...PUBLIC.map((name): [string, string] => [name, readFileSync(join(import.meta.dirname, 'public', name), 'utf8')]),
    ...renderings.flatMap((rendering) =>
      SCHEMES.map((scheme): [string, string] => [
        emailPath(rendering, scheme),
        emailPage(rendering.email.html, scheme),
      ]),
    ),
  ]);
}
