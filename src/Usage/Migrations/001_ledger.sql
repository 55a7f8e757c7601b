-- The book. Money moves only by ledger transactions, whose entries sum to zero; neither is ever changed or removed.
-- A positive amount of 'customer' is what we owe that customer (their credit); of 'revenue' what we earned from them.
-- 'sandbox_cash' and 'promo' are where credit comes from, so they are negative. Every entry names the customer's account,
-- also on our own side: so each account balances by itself, and no row is common to all.

CREATE TABLE ledger_transactions (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  reference text NOT NULL,
  account_id uuid NOT NULL,
  description text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, reference)
);

CREATE TABLE ledger_entries (
  transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
  ledger_account text NOT NULL CHECK (ledger_account IN ('customer', 'sandbox_cash', 'revenue', 'promo')),
  account_id uuid NOT NULL,
  amount_nano bigint NOT NULL CHECK (amount_nano <> 0),
  PRIMARY KEY (transaction_id, ledger_account, account_id)
);

CREATE TABLE balances (
  ledger_account text NOT NULL,
  account_id uuid NOT NULL,
  balance_nano bigint NOT NULL,
  PRIMARY KEY (ledger_account, account_id)
);

-- TillKeys.ShardOf in SQL: the low four bits of the last byte.
CREATE FUNCTION till_shard(account_id uuid) RETURNS integer
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN get_byte(uuid_send(account_id), 15) & 15;

CREATE INDEX balances_by_shard ON balances (till_shard(account_id)) WHERE ledger_account = 'customer';

-- A balance is the sum of its entries because nothing can write an entry without this. The order of the rows keeps
-- concurrent writers from locking each other out.
CREATE FUNCTION ledger_entries_to_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO balances AS b (ledger_account, account_id, balance_nano)
  SELECT ledger_account, account_id, sum(amount_nano)
  FROM written GROUP BY ledger_account, account_id ORDER BY ledger_account, account_id
  ON CONFLICT (ledger_account, account_id) DO UPDATE SET balance_nano = b.balance_nano + excluded.balance_nano;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_entries_to_balances AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_to_balances();

-- Deferred: a transaction's entries may be written one by one, but it must balance when it commits.
CREATE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total numeric;
BEGIN
  SELECT sum(amount_nano) INTO total FROM ledger_entries WHERE transaction_id = NEW.transaction_id;
  IF total <> 0 THEN
    RAISE EXCEPTION 'The entries of ledger transaction % sum to % instead of 0', NEW.transaction_id, total USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: the ledger is append-only. Write a transaction that reverses the other one instead.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Also for a session that switches ordinary triggers off, as restoring tools do.
ALTER TABLE ledger_transactions ENABLE ALWAYS TRIGGER ledger_is_append_only;
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_is_append_only;
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_to_balances;
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_transaction_balances;
