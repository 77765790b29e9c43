"""Neeman: the system with which a business knows, keeps and grows its customers.

The rooms of the house and what each may import are in `docs/house/map.md`; the engine is a package of
its own, `neeman_engine`. Nothing is imported here, so that pure parts stay free of Django.
"""

__version__ = "0.1.0"
