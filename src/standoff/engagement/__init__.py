"""Interceptors and their reach, windows, doctrine, allocation, rules of engagement and the kill chain.

Pure functions over frozen values: chance enters only as uniform numbers that the caller passes in.
"""
