/**
 * Page after page, until one is empty.
 * @param load what comes after the last row of the page before; undefined: the first page
 * @throws the reason of `signal`, once it is aborted, between two pages
 */
export async function* pages<T>(
  load: (after: T | undefined) => Promise<T[]>,
  signal?: AbortSignal,
): AsyncGenerator<T[]> {
  for (let last: T | undefined; ;) {
    signal?.throwIfAborted();
    const page = await load(last);
    last = page.at(-1);
    if (last === undefined) return;
    yield page;
  }
}
