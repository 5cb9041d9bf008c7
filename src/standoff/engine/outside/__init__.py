"""What people bring into a run beside orders: words, the clock, who plays whom, injects, objectives, rulings, notes."""
