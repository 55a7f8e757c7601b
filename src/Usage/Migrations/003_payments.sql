CREATE TABLE payments (
  payment_id text PRIMARY KEY,
  account_id uuid NOT NULL,
  pack_id text NOT NULL,
  price_nano bigint NOT NULL,
  credit_nano bigint NOT NULL,
  ledger_transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX payments_of_account ON payments (account_id, created_at DESC);

-- Ledger transactions that must change a customer's credit in the till, from their commit until Redis has taken them.
CREATE TABLE till_outbox (
  transaction_id uuid PRIMARY KEY REFERENCES ledger_transactions (id),
  account_id uuid NOT NULL,
  amount_nano bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  applied_at timestamptz
);

CREATE INDEX till_outbox_pending ON till_outbox (till_shard(account_id)) WHERE applied_at IS NULL;
