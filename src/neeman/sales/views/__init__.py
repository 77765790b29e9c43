"""Pages: read the request, ask one query or service, answer."""
