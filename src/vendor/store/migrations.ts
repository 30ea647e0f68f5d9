/** Schema of vendor.db, one numbered step after the other. A released step is never changed. Instants are epoch ms. */
export const MIGRATIONS: readonly string[] = [
  // 1: orders, machines, documents, keys, answers, mail
  `
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  license_id TEXT NOT NULL UNIQUE,
  previous TEXT REFERENCES orders(id),
  superseded_by TEXT REFERENCES orders(id),
  source TEXT NOT NULL CHECK (source IN ('operator', 'page')),
  created_at INTEGER NOT NULL,
  authorized_at INTEGER,
  blocked_at INTEGER,
  block_reason TEXT NOT NULL DEFAULT '',
  flagged_at INTEGER,
  flag_reason TEXT NOT NULL DEFAULT '',
  granted INTEGER NOT NULL DEFAULT 0 CHECK (granted >= 0),
  serial INTEGER NOT NULL DEFAULT 0 CHECK (serial >= 0),
  type TEXT NOT NULL CHECK (type IN ('trial', 'full')),
  structure TEXT NOT NULL CHECK (structure IN ('category', 'module')),
  every_days INTEGER NOT NULL,
  grace_days INTEGER NOT NULL,
  expires_at INTEGER,
  holder_name TEXT NOT NULL,
  holder_company TEXT NOT NULL,
  holder_email TEXT NOT NULL,
  holder_address TEXT NOT NULL,
  items TEXT NOT NULL CHECK (json_valid(items))
) STRICT;
-- An order is extended by at most one other, so that a chain never forks. A blocked extension makes room.
CREATE UNIQUE INDEX orders_successor ON orders(previous) WHERE previous IS NOT NULL AND blocked_at IS NULL;

-- Every different machine of a license's life, released ones too (LICENSING 4).
CREATE TABLE machines (
  id INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders(id),
  reference TEXT NOT NULL,
  hostname TEXT NOT NULL,
  version TEXT NOT NULL,
  key_ids TEXT CHECK (key_ids IS NULL OR json_valid(key_ids)),
  activated_at INTEGER NOT NULL,
  contacted_at INTEGER NOT NULL,
  released_at INTEGER,
  serial INTEGER NOT NULL
) STRICT;
CREATE INDEX machines_order ON machines(order_id, id);

-- What was signed, word for word: the serial grows per order, the nonce is the question it answered.
CREATE TABLE documents (
  order_id TEXT NOT NULL REFERENCES orders(id),
  serial INTEGER NOT NULL,
  machine_id INTEGER NOT NULL REFERENCES machines(id),
  key_id TEXT NOT NULL REFERENCES signing_keys(id),
  nonce TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  xml TEXT NOT NULL,
  PRIMARY KEY (order_id, serial)
) STRICT;

CREATE TABLE signing_keys (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'compromised')),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Answers by Idempotency-Key, for the lost ones.
CREATE TABLE answers (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_made ON answers(made_at);

-- Mail waits here until it is sent: one for every occasion, across crashes.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  occasion TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER,
  failed_at INTEGER,
  last_error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox(next_at) WHERE sent_at IS NULL AND failed_at IS NULL;

-- Mailed links, stored hashed.
CREATE TABLE links (
  token_hash TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders(id),
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  order_id TEXT REFERENCES orders(id),
  event TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX history_order ON history(order_id, id);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`,
  // 2: re-validation: how long a machine has been in use, what it was answered, what it was refused
  `
ALTER TABLE machines ADD COLUMN used_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN answered_serial INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN stale INTEGER NOT NULL DEFAULT 0 CHECK (stale >= 0);
ALTER TABLE machines ADD COLUMN refused_at INTEGER;
ALTER TABLE machines ADD COLUMN refusal TEXT NOT NULL DEFAULT '';
UPDATE machines SET used_since = activated_at;
UPDATE machines SET answered_serial = coalesce(
  (SELECT max(serial) FROM documents WHERE machine_id = machines.id AND nonce <> ''), 0);
`,
];
