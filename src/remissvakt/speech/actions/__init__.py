"""Acts on what is being spoken, one verb a file. None of them changes what is due: see `referrals.actions.speak`."""
