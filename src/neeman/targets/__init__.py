"""What a business wants to reach: targets of a month, a quarter or a year, for the whole and for each member.

It keeps numbers and says whether they are reached. What is measured, and how, belongs to the rooms that declare it.
"""
