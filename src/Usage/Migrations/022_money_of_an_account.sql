-- What moved an account's credit besides its charges, which are added up by hour in usage_hourly. Charges, which are nearly all rows, are
-- not in the index, so posting them costs no more.
CREATE INDEX ledger_transactions_money_of_account ON ledger_transactions (account_id, created_at) WHERE kind <> 'usage';
