"""Pages where work begins: a new referral, an arrival, a paper, a certificate."""
