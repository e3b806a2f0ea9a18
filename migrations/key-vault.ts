/** Implements N6. Where customers' keys are kept: in the main database, or in another one that `KEY_DATABASE_URL` names. */
export const CREATE_KEY_VAULT = [
  `CREATE SCHEMA IF NOT EXISTS vault`,
  `CREATE TABLE IF NOT EXISTS vault.recipient_key (
    user_id varchar(128) PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
] as const;
