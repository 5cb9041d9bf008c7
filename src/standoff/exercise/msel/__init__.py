"""The MSEL: injects as the staff of an exercise keeps them."""
