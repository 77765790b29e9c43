"""Pure helpers: money, dates, phones, Hebrew text, files and columns. No Django, no database, no clock."""
