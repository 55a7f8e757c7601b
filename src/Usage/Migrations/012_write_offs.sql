-- A charge takes at most its hold and the credit that is free then. What an answer costs beyond that is written off: it is revenue that
-- the operator's account 'write_offs' pays, never the customer. A record says so, and why an upstream's count was not believed.

ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_ledger_account_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_ledger_account_check
  CHECK (ledger_account IN ('customer', 'sandbox_cash', 'stripe_cash', 'disputes', 'revenue', 'promo', 'write_offs'));

ALTER TABLE usage_records ADD COLUMN usage_doubt text;
ALTER TABLE usage_records ADD COLUMN written_off_nano bigint NOT NULL DEFAULT 0 CHECK (written_off_nano >= 0);
