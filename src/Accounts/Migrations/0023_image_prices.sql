-- A route has a price for pictures in the input.
ALTER TABLE prices ADD COLUMN image_input bigint CHECK (image_input >= 0);
