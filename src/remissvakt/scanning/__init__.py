"""Paper in: from a scanned stack to documents that are linked to their referral, or visibly not (A.3, A.6, B.1)."""
