"""Broken versions of the heart, and which test of the suite must see each: `heart` has them, `breaking` makes them."""
