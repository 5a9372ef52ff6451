"""Recording, the queue Att skriva ut and the transcription page: speech in."""
