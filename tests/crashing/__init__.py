"""An installation that is killed again and again while people work in it, and the proof that nothing was lost."""
