/** Implements F7, F9, N6. Who may call which route. Read before each handler; a route that is not listed opens to nobody. */

/** Kinds of callers. An operator counts as customer service, too. */
export type CallerKind = 'customer' | 'service' | 'support' | 'ops';

/** What each of our scopes makes of a caller. Without any of them it is a customer, for whom `sub` is the userId. */
export const KINDS_BY_SCOPE = {
  'notifications:service': ['service'],
  'notifications:support': ['support'],
  'notifications:ops': ['ops', 'support'],
} as const satisfies Record<`notifications:${string}`, readonly CallerKind[]>;

/**
 * Who may call a route: kinds of callers with a token, or without one `anyone`; `provider`, whose signature the handler checks; `cluster`, the
 * probes and scrapers around us; `mail_client`, behind whose proxies many people share an address.
 */
export type RouteAccess = 'anyone' | 'provider' | 'cluster' | 'mail_client' | readonly CallerKind[];

/** Turned away, the others would only come back; what they cause is bounded by the handler. */
export function isRateLimited(access: RouteAccess): boolean {
  return access === 'anyone' || typeof access === 'object';
}

export const ROUTE_ACCESS = {
  'GET /health/live': 'cluster',
  'GET /health/ready': 'cluster',
  'GET /metrics': 'cluster',
  'GET /preferences/:token': 'anyone',
  'POST /preferences/:token': 'anyone',
  'GET /preferences/assets/:asset': 'anyone',
  'GET /dashboard': 'anyone',
  'GET /dashboard/assets/:asset': 'anyone',
  'GET /api/v2/docs': 'anyone',
  'GET /api/v2/docs/:asset': 'anyone',
  'GET /api/v2/openapi.json': 'anyone',
  'GET /api/v2/problems/:code': 'anyone',
  'GET /api/v2/notifications/preferences': ['customer'],
  'PUT /api/v2/notifications/preferences': ['customer'],
  'PATCH /api/v2/notifications/preferences': ['customer'],
  'GET /api/v2/notifications/unsubscribe/:token': 'anyone',
  'POST /api/v2/notifications/unsubscribe/:token': 'anyone',
  'GET /api/v2/track/email/:token': 'mail_client',
  'POST /api/v2/webhooks/sendgrid': 'provider',
  'POST /api/v2/webhooks/twilio/status': 'provider',
  'POST /api/v2/webhooks/twilio/inbound': 'provider',
  'POST /api/v2/notifications': ['service'],
  'GET /api/v2/notifications/inbox': ['customer'],
  'GET /api/v2/notifications/inbox/unread-count': ['customer'],
  'POST /api/v2/notifications/inbox/read-all': ['customer'],
  'POST /api/v2/notifications/inbox/:id/read': ['customer'],
  'POST /api/v2/notifications/inbox/:id/archive': ['customer'],
  'GET /api/v2/notifications/recipients/:userId': ['service'],
  'PUT /api/v2/notifications/recipients/:userId': ['service'],
  'DELETE /api/v2/notifications/recipients/:userId': ['service'],
  'GET /api/v2/notifications/recipients/:userId/export': ['service'],
  'GET /api/v2/notifications/dead-letters': ['ops'],
  'POST /api/v2/notifications/dead-letters/replay': ['ops'],
  'GET /api/v2/notifications/dead-letters/:id': ['ops'],
  'POST /api/v2/notifications/dead-letters/:id/replay': ['ops'],
  'GET /api/v2/notifications/alerts': ['ops'],
  'GET /api/v2/notifications/controls': ['ops'],
  'PUT /api/v2/notifications/controls': ['ops'],
  'GET /api/v2/notifications/suppressions': ['support', 'ops'],
  'POST /api/v2/notifications/suppressions/search': ['support', 'ops'],
  'DELETE /api/v2/notifications/suppressions/:id': ['ops'],
  'GET /api/v2/notifications/analytics': ['ops'],
  'GET /api/v2/notifications/analytics/delivery-rate': ['ops'],
  'GET /api/v2/notifications/analytics/stream': ['ops'],
  'GET /api/v2/notifications/explain': ['service', 'support', 'ops'],
  'GET /api/v2/notifications': ['service', 'support', 'ops'],
  'GET /api/v2/notifications/:id': ['customer', 'service', 'support', 'ops'],
  'POST /api/v2/notifications/:id/retry': ['service', 'ops'],
} as const satisfies Record<`${'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'} /${string}`, RouteAccess>;

export type Route = keyof typeof ROUTE_ACCESS;

/** @param method a HEAD request may do what GET may */
export function accessTo(method: string, route: string): RouteAccess | undefined {
  const name = `${method === 'HEAD' ? 'GET' : method} ${route}`;
  return Object.hasOwn(ROUTE_ACCESS, name) ? ROUTE_ACCESS[name as Route] : undefined;
}

const ROUTES = Object.keys(ROUTE_ACCESS).map((name) => {
  const [method = '', route = ''] = name.split(' ');
  return {
    method,
    hasParameter: route.includes(':'),
    pattern: new RegExp(`^${route.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`),
  };
});

/** @returns the methods that some route answers at this path; an id that reads like a route of its own is no id */
export function methodsAt(path: string): string[] {
  const matching = ROUTES.filter(({ pattern }) => pattern.test(path));
  const named = matching.filter(({ hasParameter }) => !hasParameter);
  return [...new Set((named.length > 0 ? named : matching).map(({ method }) => method))];
}
