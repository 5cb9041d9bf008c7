"""What the speed and accuracy figures of the documentation come from: `python -m benchmarks`."""
