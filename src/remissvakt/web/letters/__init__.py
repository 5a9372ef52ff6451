"""Letters, previews and print runs: paper out."""
