"""How much pages cost. Figures, not tests: nothing here fails."""
