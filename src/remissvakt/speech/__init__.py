"""Speech as it is recorded, put together and listened to. What it is about lies in `referrals`."""
