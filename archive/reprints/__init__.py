"""Reprints: which articles say the same in the same words, who had it first, and whom each credits."""
