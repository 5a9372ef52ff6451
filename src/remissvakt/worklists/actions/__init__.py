"""What is written beside the lists: the evidence of the daily control, and named filters."""
