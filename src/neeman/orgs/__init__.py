"""Organizations, their members and roles; the wall between them; the one log and the undoable change sets.

Every owned row, every permission and every trace goes through here. It knows nothing of customers or money.
"""
