"""Reprints: a labelled set of made-up articles, and what finding them in it and in a large archive gives."""
