"""The ways between a school and its authority; every way means the same."""
