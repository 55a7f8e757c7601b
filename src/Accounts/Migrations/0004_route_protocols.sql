-- An upstream may speak several protocols for a model. What identifies a route, and so its prices, no longer depends on them.
ALTER TABLE routes ADD COLUMN protocols text[];
UPDATE routes SET protocols = ARRAY[protocol];
ALTER TABLE routes ALTER COLUMN protocols SET NOT NULL;
ALTER TABLE routes DROP COLUMN protocol;
ALTER TABLE routes ADD UNIQUE (model_id, upstream, upstream_model);
