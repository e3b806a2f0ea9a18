import { spawnSync } from 'node:child_process';
import { createTestDatabase } from './test/database.js';
import { AppProcess } from './test/system/app-process.js';
import { developmentSettings } from './infra/development-settings.js';
import { signAccessToken } from './infra/access-token.js';
import { givenNotification } from './test/builders/notifications.js';
const db = await createTestDatabase();
for (let i=0;i<5;i++) await givenNotification(db.database, { queue: {} });
const env = { ...developmentSettings(), DATABASE_URL: db.url, KAFKA_BROKERS: process.env.KAFKA_BROKERS!, LOG_LEVEL: 'warn', RATE_LIMIT_ANYONE:'1000000', RATE_LIMIT_CUSTOMER:'1000000', RATE_LIMIT_STAFF:'1000000', RATE_LIMIT_SERVICE:'1000000' };
const app = await AppProcess.start('apps/preferences-api/src/main.ts', env);
await app.untilReady();
const scopes: Record<string,string|undefined> = { nobody: undefined, customer:'', service:'notifications:service', support:'notifications:support', ops:'notifications:ops' };
const only = process.argv[2]?.split(',') ?? Object.keys(scopes);
for (const c of only) {
  const scope = scopes[c];
  const args = ['--config-file','/work/main/test/api-fuzz/schemathesis.toml','run', `${app.url}/api/v2/openapi.json`, '--url', app.url, '--checks','not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance','--workers','1','--max-time', process.argv[3] ?? '15','--continue-on-failure','--generation-deterministic','--warnings','off','--no-color'];
  if (scope !== undefined) args.push('--header', `Authorization: Bearer ${await signAccessToken(env, { subject: 'fuzz', ...(scope===''?{}:{scope}) })}`);
  console.log('=== as', c);
  spawnSync('/work/main/.data/schemathesis/bin/schemathesis', args, { stdio: 'inherit', cwd: '/tmp' });
}
console.log(app.lines.slice(0,20), app.printed.slice(0,20));
await app.end('SIGTERM'); await db.drop(); process.exit(0);
