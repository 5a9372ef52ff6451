"""What is done with untrusted contents, each in a child of its own. Imports here are all that a child ever has."""
