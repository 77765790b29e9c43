"""What people fill in. A form says what was written; the services decide whether it can be."""
