-- The same rules as before, held against each statement once instead of against each row; and triggers that write what the service
-- itself may not write (see Database/grants.sql).
--
-- The entries of a ledger transaction come in one statement and sum to zero in it. Nothing is ever added to them, so the sum
-- needs no second look when the database transaction commits. The ledger transaction they belong to must be there; it stays,
-- because the ledger is append-only, and more than that a foreign key would not say.

-- A function made from now on is for nobody but its owner, until it is granted.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Scalar subqueries, and no sequential scans: every look-up is one probe of an index, also by a plan from when the tables were small.
CREATE FUNCTION ledger_entries_are_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  wrong record;
BEGIN
  SELECT * INTO wrong FROM (
    SELECT w.*,
      (SELECT count(*) FROM ledger_transactions AS t WHERE t.id = w.transaction_id) AS transactions,
      (SELECT count(*) FROM ledger_entries AS e WHERE e.transaction_id = w.transaction_id) AS there
    FROM (SELECT transaction_id, sum(amount_nano) AS total, count(*) AS entries FROM written GROUP BY transaction_id) AS w) AS looked
  WHERE total <> 0 OR transactions = 0 OR there <> entries LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF wrong.total <> 0 THEN
    RAISE EXCEPTION 'The entries of ledger transaction % sum to % instead of 0; they must come in one statement', wrong.transaction_id, wrong.total
      USING ERRCODE = 'check_violation';
  ELSIF wrong.transactions = 0 THEN
    RAISE EXCEPTION 'There is no ledger transaction % for these entries', wrong.transaction_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RAISE EXCEPTION 'Ledger transaction % has its entries already; write a transaction of its own', wrong.transaction_id
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ledger_entries_are_whole AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_are_whole();
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_are_whole;

DROP TRIGGER ledger_transaction_balances ON ledger_entries;
DROP FUNCTION ledger_transaction_balances();
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_transaction_id_fkey;

-- Stricter than the foreign key it replaces: a record's ledger transaction is the one that its request, attempt and account name.
CREATE FUNCTION usage_records_are_in_the_ledger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  wrong record;
BEGIN
  SELECT w.request_id, w.attempt INTO wrong FROM written AS w
  WHERE (SELECT count(*) FROM ledger_transactions AS t
    WHERE t.id = w.ledger_transaction_id AND t.kind = 'usage' AND t.reference = w.request_id || '/' || w.attempt AND t.account_id = w.account_id) = 0
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Usage record %/% does not name its ledger transaction', wrong.request_id, wrong.attempt USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER usage_records_are_in_the_ledger AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_are_in_the_ledger();
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_are_in_the_ledger;
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_to_budgets;
ALTER TABLE usage_records DROP CONSTRAINT usage_records_ledger_transaction_id_fkey;

-- Balances and budgets are written by these alone, with the rights of the tables' owner and not of whoever inserts. Nobody else may
-- call them: a trigger on a table of their own would write any balance.
ALTER FUNCTION ledger_entries_to_balances() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION usage_records_to_budgets() SECURITY DEFINER SET search_path = public, pg_temp;
REVOKE ALL ON FUNCTION ledger_entries_to_balances(), usage_records_to_budgets() FROM PUBLIC;
