"""Forms of the pages. What connecting a way asks stands in the way's own folder."""
