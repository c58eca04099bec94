"""xj: the registrar's desk for the registration of pupils (中小学生学籍管理办法)."""

__version__ = "0.1.0"
