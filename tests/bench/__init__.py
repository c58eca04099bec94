"""Measurements, each beside its baseline in one run; not collected by pytest. Run: python -m tests.bench"""
