-- Whether a model thinks before it answers; null where that is not known.
ALTER TABLE models ADD COLUMN reasoning boolean;
