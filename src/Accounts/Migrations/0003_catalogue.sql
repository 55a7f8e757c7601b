-- The models that can be sold, each on one or more routes, and what each route costs. Nothing is ever removed: what is
-- no longer in the catalogue file is no longer sold, and receipts may still name it.
CREATE TABLE models (
  id                text PRIMARY KEY,
  owned_by          text NOT NULL,
  created_at        timestamptz NOT NULL,
  context_tokens    integer NOT NULL CHECK (context_tokens > 0),
  max_output_tokens integer NOT NULL CHECK (max_output_tokens >= 0),
  position          integer NOT NULL,
  sold              boolean NOT NULL
);

CREATE TABLE routes (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model_id       text NOT NULL REFERENCES models,
  upstream       text NOT NULL,
  upstream_model text NOT NULL,
  protocol       text NOT NULL,
  position       integer NOT NULL,                               -- order of preference within the model
  sold           boolean NOT NULL,
  UNIQUE (model_id, upstream, upstream_model, protocol)
);

-- Nano-USD per million tokens of each class.
CREATE TABLE prices (
  route_id       bigint NOT NULL REFERENCES routes,
  version        integer NOT NULL CHECK (version > 0),
  effective_from timestamptz NOT NULL,
  input          bigint NOT NULL CHECK (input >= 0),
  output         bigint NOT NULL CHECK (output >= 0),
  cached_input   bigint CHECK (cached_input >= 0),
  cache_write    bigint CHECK (cache_write >= 0),
  reasoning      bigint CHECK (reasoning >= 0),
  PRIMARY KEY (route_id, version)
);

-- Receipts cite a price by its version, so a version never changes and never goes.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: add the next version instead', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER prices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON prices
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
