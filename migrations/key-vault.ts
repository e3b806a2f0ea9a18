/** Implements N6, N8. Where customers' keys are kept: in the main database, or in another one that `KEY_DATABASE_URL` names. */
export const CREATE_KEY_VAULT = [
  `CREATE SCHEMA IF NOT EXISTS vault`,
  `CREATE TABLE IF NOT EXISTS vault.recipient_key (
    user_id varchar(128) PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
] as const;

/**
 * Who was erased, and what the providers have yet to be asked to forget. Beside the keys, because it must be as new as they are when the
 * rest comes back from a backup, and because those requests name addresses.
 */
export const CREATE_ERASURE_LEDGER = [
  `CREATE TABLE IF NOT EXISTS vault.erasure (
    user_id varchar(128) PRIMARY KEY,
    erased_at timestamptz NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS vault.provider_erasure (
    id uuid PRIMARY KEY,
    channel varchar(20) NOT NULL,
    subject_sealed bytea NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
  )`,
] as const;

/** All that a key database of its own holds. */
export const KEY_DATABASE = [...CREATE_KEY_VAULT, ...CREATE_ERASURE_LEDGER] as const;
