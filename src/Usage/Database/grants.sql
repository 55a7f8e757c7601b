-- {role} is the application's login role; it has the rights below and no others. A new table gives it no rights until the table is named
-- here. This file only grants, so that two versions of the service can run at the same time; a right is revoked by a migration.

-- Append-only tables. The role reaches the partitions of usage_records only through usage_records.
GRANT SELECT, INSERT ON ledger_transactions, ledger_entries, usage_records, payments, payment_events, dead_letters TO {role};

-- Tables that only triggers write.
GRANT SELECT ON balances, budgets, budget_days, usage_hourly, usage_daily, usage_sessions, route_hourly, route_first_bytes TO {role};
GRANT EXECUTE ON FUNCTION open_usage_months(timestamptz[]) TO {role};

-- Tables whose rows change.
GRANT SELECT, INSERT, UPDATE (applied_at) ON till_outbox TO {role};
GRANT SELECT, INSERT, UPDATE (provider_reference, payment_reference, status, refunded_nano, disputed_nano, paid_at, changed_at) ON checkouts TO {role};
GRANT SELECT, INSERT, UPDATE (status) ON refunds TO {role};
GRANT SELECT, INSERT, UPDATE ON till_shards TO {role};

-- What is removed when it is old or there is too much of it.
GRANT SELECT, INSERT, DELETE ON refused_requests TO {role};
GRANT DELETE ON route_hourly, route_first_bytes TO {role};
