"""Bundles: signed statements with sealed parts, and the keys that make and judge them."""
