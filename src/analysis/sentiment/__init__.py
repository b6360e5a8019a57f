"""How does the feeling of a story move? Valence per sentence, its trajectory, and how two trajectories differ."""
