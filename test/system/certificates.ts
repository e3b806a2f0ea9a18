import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../infra/postgres-binaries.js';

/** Paths of PEM files. */
export interface Certificates {
  /** Of the authority that signed the server's certificate. */
  readonly authority: string;
  /** Of another one. */
  readonly otherAuthority: string;
  /** For `localhost` and 127.0.0.1. */
  readonly server: string;
  readonly serverKey: string;
  /** Key and certificate in one file. */
  readonly serverWithKey: string;
  /** Holds them all. */
  readonly folder: string;
  remove(): void;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const DAYS = ['-days', '2'];

/** Made by `openssl`, in a temporary folder, for this test and nobody else. The account that PostgreSQL runs as may read the key. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = mkdtempSync(join(tmpdir(), 'order-notifications-certificates-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  for (const name of ['authority', 'other-authority']) {
    const subject = ['-subj', `/CN=${name} of a test`];
    openssl('req', '-x509', ...NEW_KEY, ...DAYS, ...subject, '-keyout', `${name}.key`, '-out', `${name}.pem`);
  }
  openssl('req', ...NEW_KEY, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(file('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-extfile', 'extensions'];
  openssl('x509', '-req', '-in', 'server.csr', ...signer, ...DAYS, '-out', 'server.pem');
  const withKey = ['server.key', 'server.pem'].map((name) => readFileSync(file(name), 'utf8')).join('');
  writeFileSync(file('server-with-key.pem'), withKey, { mode: 0o600 });

  chmodSync(folder, 0o755);
  const { account } = await findPostgres(join(folder, 'postgres'));
  if (account !== undefined) chownSync(file('server.key'), account.uid, account.gid);
  return {
    ...{ authority: file('authority.pem'), otherAuthority: file('other-authority.pem'), folder },
    ...{ server: file('server.pem'), serverKey: file('server.key'), serverWithKey: file('server-with-key.pem') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
