-- usage_records in partitions, one for each month (UTC) of started_at: old months can be detached and kept elsewhere, and what is looked
-- at most stays small. A key of the whole must contain started_at, so this one does not make (request, attempt) unique. The ledger does:
-- usage_records_are_in_the_ledger asks for the transaction ('usage', '<request>/<attempt>'), which exists once and is written with the
-- record; reconciliation counts one record for each.
--
-- The columns are those of 002. Everything is moved here and now; until that is done nobody else reads or writes.
ALTER TABLE usage_records RENAME TO usage_records_of_all_time;
CREATE TABLE usage_records (LIKE usage_records_of_all_time INCLUDING CONSTRAINTS) PARTITION BY RANGE (started_at);

-- Makes the partitions of the months these moments are in, where they are missing. Booking calls it with its events, so none lacks a
-- place, be it months late; the service calls it ahead of time, so that booking finds them there. Attaching a table, unlike creating
-- a partition, keeps neither readers nor writers waiting.
CREATE FUNCTION open_usage_months(moments timestamptz[]) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
  partition text;
BEGIN
  FOR month IN SELECT DISTINCT date_trunc('month', moment) FROM unnest(moments) AS moment ORDER BY 1 LOOP
    partition := to_char(month, '"usage_records_"YYYY_MM');
    CONTINUE WHEN EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(partition) AND inhparent = 'usage_records'::regclass);
    -- One at a time; whoever waited looks again.
    PERFORM pg_advisory_xact_lock(hashtextextended('open_usage_months', 0));
    CONTINUE WHEN EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(partition) AND inhparent = 'usage_records'::regclass);
    EXECUTE format('CREATE TABLE %I (LIKE usage_records INCLUDING ALL)', partition);
    EXECUTE format('ALTER TABLE usage_records ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, month, month + interval '1 month');
  END LOOP;
END $$;

SELECT open_usage_months(array_agg(DISTINCT date_trunc('month', started_at, 'UTC'))) FROM usage_records_of_all_time;
INSERT INTO usage_records SELECT * FROM usage_records_of_all_time;
DROP TABLE usage_records_of_all_time;

ALTER TABLE usage_records ADD PRIMARY KEY (request_id, attempt, started_at);
-- The log, newest first; its paging key as well.
CREATE INDEX usage_records_log ON usage_records (account_id, started_at DESC, request_id DESC, attempt DESC);

-- After the moving: the budgets contain these records already.
CREATE TRIGGER usage_records_are_in_the_ledger AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_are_in_the_ledger();
CREATE TRIGGER usage_records_to_budgets AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_to_budgets();
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_are_in_the_ledger;
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_to_budgets;
