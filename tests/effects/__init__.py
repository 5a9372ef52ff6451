"""What every act does to the rows, and what it refuses: two tables that are read, and compared with what happens."""
