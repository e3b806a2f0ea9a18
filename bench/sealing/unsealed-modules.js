/** Node's module hooks: what seals is swapped for what can do without. For the bench alone; the product has no such switch. */
import { URL } from 'node:url';

const SWAPPED = {
  '/libs/privacy/src/sealing.ts': new URL('./unsealed.ts', import.meta.url).href,
  '/libs/database/src/recipient-keys.ts': new URL('./no-keys.ts', import.meta.url).href,
};

export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  const isReplacement = context.parentURL?.split('?')[0].includes('/bench/sealing/') === true;
  const [, swapped] = Object.entries(SWAPPED).find(([path]) => resolved.url.split('?')[0].endsWith(path)) ?? [];
  return swapped === undefined || isReplacement ? resolved : { ...resolved, url: swapped };
}
