-- A fallback of the model that was asked for may answer: each attempt's record names its own model, and the one that was asked for where
-- that is another. The credential is one of the operator's at the upstream, by its name; only operators see it.
ALTER TABLE usage_records ADD COLUMN asked_model text;
ALTER TABLE usage_records ADD COLUMN credential text;
