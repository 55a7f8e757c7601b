-- The owner runs this at every start, after the migrations. {role} is the application's login role; it has the rights below and no others.
-- A new table gives it no rights until the table is named here. This file only grants, so that two versions of the service can run at the
-- same time; a right is revoked by a migration.

DO $$
DECLARE
  mark constant text := 'application role of database ' || current_database();
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
    CREATE ROLE {role};
    EXECUTE format('COMMENT ON ROLE %I IS %L', {name}, mark);
  ELSIF (SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = {name}) IS DISTINCT FROM mark THEN
    RAISE EXCEPTION 'There is a role % that this service did not make. Rename it, or give it the comment ''%'' if the service may have it', {name}, mark;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), {name});
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

ALTER ROLE {role} LOGIN PASSWORD {password};

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};

-- Append-only tables. The role reaches the partitions of usage_records only through usage_records.
GRANT SELECT, INSERT ON ledger_transactions, ledger_entries, usage_records, payments, payment_events, dead_letters TO {role};

-- Tables that only triggers write.
GRANT SELECT ON balances, budgets, usage_hourly TO {role};
GRANT EXECUTE ON FUNCTION open_usage_months(timestamptz[]) TO {role};

-- Tables whose rows change.
GRANT SELECT, INSERT, UPDATE (applied_at) ON till_outbox TO {role};
GRANT SELECT, INSERT, UPDATE (provider_reference, payment_reference, status, refunded_nano, disputed_nano, paid_at, changed_at) ON checkouts TO {role};
GRANT SELECT, INSERT, UPDATE (status) ON refunds TO {role};
GRANT SELECT, INSERT, UPDATE ON till_shards TO {role};
