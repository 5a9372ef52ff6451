"""A fictitious region to try the product in: built by the actions, with simulated time, from a fixed seed.

Nothing here is used outside demonstrations and tests. The region, its units and its people do not exist.
"""
