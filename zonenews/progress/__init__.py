"""How far a run has come: its figures, and who is told of them."""
