"""The money facts: documents of sale and their lines, and payments. Append-mostly; corrected by import or undo.

It says what happened. What it means is counted by the engine and kept by `portfolio`.
"""
