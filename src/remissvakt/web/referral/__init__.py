"""A referral's page, every act on it, its editors and its letters. Only translates: no rule stands here."""
