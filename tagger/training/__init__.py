"""Learning: the room that imports scikit-learn and scipy. Always a full training; the same input gives the same bytes."""
