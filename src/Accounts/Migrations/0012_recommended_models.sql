-- The tools whose guides suggest the model, by the ids of the guides.
ALTER TABLE models ADD COLUMN recommended_for text[];
