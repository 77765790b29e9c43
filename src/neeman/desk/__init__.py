"""Pages that put rooms together: the way in, setting up, the demo business, search over everything."""
