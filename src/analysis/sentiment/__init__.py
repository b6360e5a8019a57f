"""How does the tone of a story move? Valence per sentence, its trajectory, and how two trajectories differ."""
