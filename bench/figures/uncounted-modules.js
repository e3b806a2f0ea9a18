/** Node's module hooks: what counts is swapped for what can do without. For the bench alone; the product has no such switch. */
import { URL } from 'node:url';

const SWAPPED = {
  '/libs/database/src/repositories/figure.repository.ts': new URL('./no-figures.ts', import.meta.url).href,
  '/libs/database/src/repositories/figure-summary.repository.ts': new URL('./nothing-moved.ts', import.meta.url).href,
  '/libs/notifications/src/figures.ts': new URL('./nothing-counted.ts', import.meta.url).href,
};

export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  const isReplacement = context.parentURL?.split('?')[0].includes('/bench/figures/') === true;
  const [, swapped] = Object.entries(SWAPPED).find(([path]) => resolved.url.split('?')[0].endsWith(path)) ?? [];
  return swapped === undefined || isReplacement ? resolved : { ...resolved, url: swapped };
}
