"""Speech recognition: an engine hears a recording, and what it hears is a draft that a person must read through."""
