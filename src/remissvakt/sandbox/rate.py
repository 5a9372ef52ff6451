"""How sound is held on both sides of the sandbox: mono, 16 bits, this many samples a second."""

RATE = 24_000  # speech ends at 12 kHz
