"""Workbooks in, workbooks out: the only room that knows what a spreadsheet does to a number (第八条, 第十条).

`read` opens a file, `headers` finds the columns, `door` turns cells into stored values, `write` goes the
other way.
"""
