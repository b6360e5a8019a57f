"""Many stories: a row each, measured in batches, kept as they are finished."""
