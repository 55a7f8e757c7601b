-- Money now comes from somewhere in particular, and can be taken back by the payer's bank.
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_ledger_account_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_ledger_account_check
  CHECK (ledger_account IN ('customer', 'sandbox_cash', 'stripe_cash', 'disputes', 'revenue', 'promo'));

-- One payment a person was sent away to make. paid_at, refunded_nano and disputed_nano are what of it is in the ledger.
CREATE TABLE checkouts (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  pack_id text NOT NULL,
  pack_name text NOT NULL,
  price_nano bigint NOT NULL CHECK (price_nano > 0),
  credit_nano bigint NOT NULL CHECK (credit_nano >= price_nano),
  provider text NOT NULL,
  provider_reference text,
  payment_reference text,
  status text NOT NULL DEFAULT 'Pending' CHECK (status IN ('Pending', 'Paid', 'Declined', 'Expired', 'Refunded', 'Disputed')),
  refunded_nano bigint NOT NULL DEFAULT 0,
  disputed_nano bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  paid_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CHECK (refunded_nano >= 0 AND disputed_nano >= 0 AND refunded_nano + disputed_nano <= price_nano),
  CHECK (paid_at IS NOT NULL OR refunded_nano + disputed_nano = 0)
);

CREATE INDEX checkouts_of_account ON checkouts (account_id, created_at DESC);
CREATE INDEX checkouts_by_payment ON checkouts (provider, payment_reference);

-- Everything a provider ever told us, once per event id. Those whose checkout is not known yet wait for the event that names both
-- checkout and payment. A problem is why an event counts for nothing.
CREATE TABLE payment_events (
  provider text NOT NULL,
  event_id text NOT NULL,
  kind text NOT NULL,
  checkout_id uuid,
  payment_reference text,
  amount_nano bigint NOT NULL,
  dispute_id text,
  problem text,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, event_id)
);

CREATE INDEX payment_events_of_checkout ON payment_events (checkout_id);
CREATE INDEX payment_events_of_payment ON payment_events (provider, payment_reference);

-- What stands in the ledger is computed from these, so they are as unchangeable.
CREATE TRIGGER payment_events_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_events
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
ALTER TABLE payment_events ENABLE ALWAYS TRIGGER payment_events_are_append_only;

-- Refunds we ask for. total_nano is what was asked for of the checkout with this one.
CREATE TABLE refunds (
  id text PRIMARY KEY,
  checkout_id uuid NOT NULL REFERENCES checkouts (id),
  amount_nano bigint NOT NULL CHECK (amount_nano > 0),
  total_nano bigint NOT NULL,
  status text NOT NULL DEFAULT 'Requested' CHECK (status IN ('Requested', 'Done', 'Refused')),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX refunds_of_checkout ON refunds (checkout_id);
