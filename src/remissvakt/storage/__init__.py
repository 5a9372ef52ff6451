"""Contents of files: stored once by their SHA-256, encrypted, verified. Who may read them is decided above."""
