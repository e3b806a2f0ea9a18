import { Store, useStore } from './store.js';

/** The views, in the order of the menu. `support`: customer service may see it, too. */
export const VIEWS = {
  live: { title: 'Live', support: false },
  search: { title: 'Search', support: true },
  operate: { title: 'Operate', support: false },
} as const satisfies Record<string, { readonly title: string; readonly support: boolean }>;

export type ViewName = keyof typeof VIEWS;

export interface Route {
  readonly view: ViewName;
  readonly query: URLSearchParams;
}

/** @param hash such as `#/search?q=A-10023`; what names no view leads to the first */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: Object.hasOwn(VIEWS, path) ? (path as ViewName) : 'live', query: new URLSearchParams(query) };
}

export function hrefTo(view: ViewName, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${view}${search === '' ? '' : `?${search}`}`;
}

const route = new Store(routeOf(location.hash));

addEventListener('hashchange', () => route.set(routeOf(location.hash)));

export function useRoute(): Route {
  return useStore(route);
}
