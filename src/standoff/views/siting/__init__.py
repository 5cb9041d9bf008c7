"""What a choice of sites shows: words, terminal, report, files."""
