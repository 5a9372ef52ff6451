"""An archive of any size, and how fast the service is with it (`remissvakt bench`)."""
