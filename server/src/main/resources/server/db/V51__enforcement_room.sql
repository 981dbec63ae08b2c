-- Every order is marked as tried soon after it is written: with room beside it on its page, that
-- touches no index.
ALTER TABLE order_to_act SET (fillfactor = 50);
