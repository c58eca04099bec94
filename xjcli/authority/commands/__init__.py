"""`xj-authority <verb>`: arguments in, one errand, one report. Nothing is decided here."""
