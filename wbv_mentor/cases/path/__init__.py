"""What the names in mentee_case mean: anchors, guards, effects, and the sweeps that move cases."""
