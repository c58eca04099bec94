"""Values parsed at the door: nothing past this folder handles a naked identity number, date or grade text.

Every parser answers with the value and *all* problems it found (`Problem`, parameters masked); a value
comes back only where no problem refuses. Nothing here reads a file or a clock.
"""
