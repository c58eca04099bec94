"""`xj <verb>`: arguments in, one procedure, one output. Nothing is decided here; see the procedure of the same name."""
