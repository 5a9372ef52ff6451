"""Login, logout, choice of assignment: who is at the door, and in which assignment they act."""
