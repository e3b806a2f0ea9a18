/** Implements N6, N8, AC-14. Rejected events of customers who are being erased: sealed for the service, so no customer's key destroys them. */
import {
  type RecipientKeys,
  type SealedOriginal,
  type Sql,
  deleteRejectedEvents,
  listSealedOriginals,
} from '#database';
import { openOriginal } from '#messaging';
import { type Keyring, SealBrokenError, UnknownKeyError } from '#privacy';
import { pages } from './pages.js';

const PAGE = 200;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes those that name one of these. What could not be understood can only be searched; it is few, and a month old at most. Ids are
 * searched as whole strings: a short one is part of many a price.
 */
export async function forgetRejectedEvents(
  sql: Sql,
  { keyring }: RecipientKeys,
  { userIds, addresses }: { readonly userIds: readonly string[]; readonly addresses: readonly string[] },
): Promise<void> {
  const quotedIds = userIds.map((id) => JSON.stringify(id));
  const needles = [...quotedIds, ...new Set(addresses.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]))];
  for await (const page of sealedOriginals(sql)) {
    const theirs = page.filter((event) => {
      const text = textOf(event, keyring);
      return needles.some((needle) => text.includes(needle));
    });
    if (theirs.length > 0) {
      await deleteRejectedEvents(
        sql,
        theirs.map(({ id }) => id),
      );
    }
  }
}

/** All there are, a page at a time. */
export function sealedOriginals(sql: Sql): AsyncGenerator<SealedOriginal[]> {
  return pages<SealedOriginal>((after) => listSealedOriginals(sql, after?.id ?? LOWEST_ID, PAGE));
}

/** Empty when it cannot be read any more, by us or by anybody. */
function textOf(event: SealedOriginal, keyring: Keyring): string {
  try {
    const { key, value, headers } = openOriginal(keyring, event, event.originalSealed);
    return [JSON.stringify(key?.toString()), value?.toString(), JSON.stringify(headers)].join('\n');
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof UnknownKeyError) return '';
    throw error;
  }
}
