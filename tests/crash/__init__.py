"""Real programs, really killed."""
