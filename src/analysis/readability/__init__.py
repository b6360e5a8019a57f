"""How hard is a story to read? Counts per sentence, published formulas, and what makes two stories differ."""
