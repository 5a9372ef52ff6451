"""The unit's own pages: its limits, texts and people, who is away, and who does whose work. Its manager decides."""
