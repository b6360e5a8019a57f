"""Many stories: one row each, measured in batches and kept as they are finished."""
