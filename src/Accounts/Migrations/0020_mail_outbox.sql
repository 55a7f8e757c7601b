-- Mails to write and send: what was asked for, by which address. A row is the same whether anybody has the address, so that asking takes the
-- same time. It has no text and no token: the mail is written when it is sent. One row for each kind and address, so that nobody's mailbox is
-- flooded; sent ones are kept for a day to know that.
CREATE TABLE mail_outbox (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL,
  address      text NOT NULL,                      -- as it was typed, in lower case
  page_url     text NOT NULL,                      -- the page that the mail leads to
  requested_at timestamptz NOT NULL,
  mails        integer NOT NULL DEFAULT 1,         -- how many were asked for since the row is there
  attempts     integer NOT NULL DEFAULT 0,
  next_at      timestamptz NOT NULL,               -- when it is tried, or tried again
  ended_at     timestamptz,                        -- sent, not to be sent, or given up
  UNIQUE (kind, address)
);

CREATE INDEX mail_outbox_due ON mail_outbox (next_at) WHERE ended_at IS NULL;
CREATE INDEX mail_outbox_old ON mail_outbox (ended_at) WHERE ended_at IS NOT NULL;
