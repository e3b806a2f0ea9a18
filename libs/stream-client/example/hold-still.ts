/**
 * Keeps the row that the pointer is on where it is while others come in above it: a click hits what it was meant for. The style sheet turns
 * the browser's own way of doing so off for that time, as not all have one and none uses it at the top of a page.
 * @returns ends it
 */
export function holdStill(list: HTMLElement): () => void {
  const observer = new MutationObserver((changes) => {
    const row = list.querySelector(':scope > :hover');
    if (row === null) return;
    const isAbove = (node: Node): boolean =>
      Boolean(row.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING);
    const came = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(isAbove);
    const heights = came.map((node) => (node as HTMLElement).offsetHeight);
    scrollBy({ top: heights.reduce((sum, height) => sum + height, 0), behavior: 'instant' });
  });
  observer.observe(list, { childList: true });
  return () => observer.disconnect();
}
