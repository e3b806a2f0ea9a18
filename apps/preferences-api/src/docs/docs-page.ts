/** Implements F7. The page at `/docs`: Swagger UI out of its npm package, so that nothing is asked of other servers. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { Readable as Stream } from 'node:stream';

const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const START = `SwaggerUIBundle({
  url: '/api/v2/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // Else the document is sent to validator.swagger.io.
  validatorUrl: null,
});
`;

interface Asset {
  readonly type: string;
  readonly open: () => Readable;
}

/** By name below `/docs/`. */
export const DOCS_ASSETS: ReadonlyMap<string, Asset> = new Map([
  [
    'swagger-ui.css',
    { type: 'text/css; charset=utf-8', open: () => createReadStream(join(SWAGGER_UI, 'swagger-ui.css')) },
  ],
  [
    'swagger-ui-bundle.js',
    { type: 'text/javascript; charset=utf-8', open: () => createReadStream(join(SWAGGER_UI, 'swagger-ui-bundle.js')) },
  ],
  ['start.js', { type: 'text/javascript; charset=utf-8', open: () => Stream.from([START]) }],
]);

export const DOCS_PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  // Swagger UI draws its icons from data: addresses and sets styles on elements.
  'Content-Security-Policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
} as const;

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Order notifications: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/v2/docs/swagger-ui.css">
<script src="/api/v2/docs/swagger-ui-bundle.js" defer></script>
<script src="/api/v2/docs/start.js" defer></script>
</head>
<body>
<div id="swagger-ui"></div>
</body>
</html>
`;
