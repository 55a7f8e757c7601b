-- The same rule as in 006 at a third of its cost: a ledger transaction and its entries come in one database transaction. So one probe says
-- both that it is there and that nobody adds to one of the past.
CREATE OR REPLACE FUNCTION ledger_entries_are_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  wrong record;
BEGIN
  SELECT * INTO wrong FROM (SELECT transaction_id, sum(amount_nano) AS total FROM written GROUP BY transaction_id) AS w
  WHERE total <> 0 OR NOT EXISTS (SELECT FROM ledger_transactions AS t WHERE t.id = w.transaction_id AND t.xmin = pg_current_xact_id()::xid)
  LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF wrong.total <> 0 THEN
    RAISE EXCEPTION 'The entries of ledger transaction % sum to % instead of 0; they must come in one statement', wrong.transaction_id, wrong.total
      USING ERRCODE = 'check_violation';
  ELSIF NOT EXISTS (SELECT FROM ledger_transactions WHERE id = wrong.transaction_id) THEN
    RAISE EXCEPTION 'There is no ledger transaction % for these entries', wrong.transaction_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RAISE EXCEPTION 'Ledger transaction % is of another database transaction, and has its entries; write one of its own', wrong.transaction_id
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
