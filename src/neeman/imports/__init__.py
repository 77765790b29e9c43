"""Files in: read, map, preview, match, commit, report, undo. The only way by which many rows come in at once."""
