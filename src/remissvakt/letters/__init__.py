"""Paper out: from a delivery or a letter to pages that a hospital would post (A.1, A.3, A.4, B.2, B.3)."""
