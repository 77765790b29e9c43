"""Work to be done later: kept in a table of ours, done one at a time by the worker, each job in a child process.

The table is the queue and the memory: what waits, what runs and how far it is, what failed and why. It knows nothing
of what the jobs do; rooms register them.
"""
