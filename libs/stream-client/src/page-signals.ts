/** Where there is a page: when it is looked at again, and when its device is back in a network. */

/** The part of a browser that is used; elsewhere it is missing. */
interface PageGlobals {
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
}

export interface PageSignals {
  /** A network is there again; a connection from before is most likely gone, though nobody says so. */
  networkIsBack(): void;
  /** Somebody looks; while nobody did, timers may have stood still. */
  isVisible(): void;
}

/** @returns ends it */
export function watchPage(signals: PageSignals): () => void {
  const page = globalThis as unknown as PageGlobals;
  const { document } = page;
  const onOnline = (): void => signals.networkIsBack();
  const onVisibility = (): void => {
    if (document?.visibilityState === 'visible') signals.isVisible();
  };
  page.addEventListener?.('online', onOnline);
  document?.addEventListener('visibilitychange', onVisibility);
  return () => {
    page.removeEventListener?.('online', onOnline);
    document?.removeEventListener('visibilitychange', onVisibility);
  };
}
