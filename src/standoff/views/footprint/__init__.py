"""What a footprint shows: words, terminal, report, map files and globe."""
