"""手续: one errand per file – load, decide, append – used by commands, imports and scripts alike.

A procedure takes a desk and values, and returns a Report; it never prints, never asks, never reads the clock.
"""
