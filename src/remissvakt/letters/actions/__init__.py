"""What is done about letters that is no part of the loop: how they look."""
