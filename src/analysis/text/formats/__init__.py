"""What stories come in: each format becomes a `Document`, a text and what the format states of it."""
