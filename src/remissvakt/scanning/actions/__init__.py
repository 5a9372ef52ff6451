"""What people do with the pages of a scan before it is linked: turn, move, split, join. A verb a file."""
