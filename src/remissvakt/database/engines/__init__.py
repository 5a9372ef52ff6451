"""Django's two engines, with what ours do otherwise. Each differs in one thing, which its module tells."""
