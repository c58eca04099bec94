"""The other side (学籍主管部门): takes in, looks for duplicates, decides, and answers. `xj-authority`.

第四条 and 第五条: a school applies, the authority approves and alone gives out numbers. It shares the law, the schema
and the bundle format with the school, and nothing of the school's office.
"""
