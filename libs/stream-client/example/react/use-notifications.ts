/** Implements F8. The inbox as a hook. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type InboxState, InboxStore, type InboxStoreOptions } from '../inbox-store.js';

export type Notifications = InboxState & Pick<InboxStore, 'archive' | 'markRead' | 'readAll' | 'retry' | 'showMore'>;

/**
 * One connection for as long as the component is there.
 * @param options to be kept by whoever calls: other ones are another customer, and another connection
 * @returns null until it is mounted
 */
export function useNotifications(options: InboxStoreOptions): Notifications | null {
  const [store, setStore] = useState<InboxStore | null>(null);
  useEffect(() => {
    const opened = new InboxStore(options);
    setStore(opened);
    return () => opened.close();
  }, [options]);
  const state = useSyncExternalStore(store?.subscribe ?? neverChanges, store?.getState ?? nothing);
  if (store === null || state === null) return null;
  const { archive, markRead, readAll, retry, showMore } = store;
  return { ...state, archive, markRead, readAll, retry, showMore };
}

const neverChanges = () => () => undefined;
const nothing = () => null;
