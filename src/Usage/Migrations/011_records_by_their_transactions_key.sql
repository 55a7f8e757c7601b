-- The check of 006, with the ledger transaction asked for by its key alone and the rest compared afterwards. With kind among the
-- conditions the index of 010 serves too, and a plan from when the table was small reads all of it for each record.
CREATE OR REPLACE FUNCTION usage_records_are_in_the_ledger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  wrong record;
BEGIN
  SELECT w.request_id, w.attempt INTO wrong FROM written AS w
  WHERE (SELECT (t.kind, t.reference, t.account_id) = ('usage', w.request_id || '/' || w.attempt, w.account_id)
    FROM ledger_transactions AS t WHERE t.id = w.ledger_transaction_id) IS NOT TRUE
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'Usage record %/% does not name its ledger transaction', wrong.request_id, wrong.attempt USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
