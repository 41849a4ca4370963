"""What reads pages in the benchmark: zonenews and its rivals, each a module run by an interpreter of its own.

Beside each rival stands what it needs, pinned and with hashes, as its users install it.
"""
