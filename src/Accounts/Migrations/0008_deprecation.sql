-- The announced end of a model: when it was announced, from when its provider no longer serves it, and what to use instead.
ALTER TABLE models ADD COLUMN deprecation_announced timestamptz;
ALTER TABLE models ADD COLUMN shutdown timestamptz;
ALTER TABLE models ADD COLUMN successor text;
ALTER TABLE models ADD CHECK ((deprecation_announced IS NULL) = (shutdown IS NULL));
