"""What a study shows: words, terminal, progress bar, report."""
