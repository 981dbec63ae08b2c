-- An order that brings a letter names it: the words stand with the letter, once.
ALTER TABLE order_to_act ADD COLUMN letter uuid;
