"""Every sentence of the command, in Hebrew and in English."""

from __future__ import annotations

from typing import Literal

Lang = Literal["he", "en"]
NOTES = (
    "total",
    "repeated_header",
    "more_cells_than_header",
    "unclosed_quote",
    "cell_cut",
    "unreadable_record",
)
"""What `neeman.lib.files` may say of a row."""

_EN = {
    "no_file": "There is no file {path}.",
    "unreadable_file": "The file {path} cannot be read: it is not a whole file of its kind.",
    "file_problem": "{path}: {problem}",
    "no_such_column": "There is no column {column}; the columns are: {columns}.",
    "no_such_role": "There is no role {role}; the roles are: {roles}.",
    "no_role": 'No column was found for: {missing}. The columns are: {columns}. Say which it is with --map "COLUMN={missing}".',
    "no_line": "No line of the file can be used: {reasons}. See which columns were taken with --map.",
    "bad_map": "--map is written COLUMN=ROLE, not {text}.",
    "bad_date_option": "--as-of is a date such as 2026-03-31, not {text}.",
    "bad_engine": "--engine is duckdb or spark, not {text}.",
    "bad_window": "--window is a number of months such as 12m, or all, not {text}.",
    "bad_params": "The settings file {path}: {why}.",
    "bad_out": "The folder {path} cannot be written to.",
    "facts": "The lines cannot be measured: {why}.",
    "no_spark": "Spark cannot be started: {why}.",
    "problem_no_customer": "no customer is named",
    "problem_no_date": "the date is missing",
    "problem_bad_date": "the date cannot be read",
    "problem_future_date": "the date is in the future",
    "problem_no_amount": "the amount is missing",
    "problem_bad_amount": "the amount cannot be read",
    "problem_other_currency": "the line is in another currency",
    "problem_duplicate": "the line repeats an earlier one; it was counted",
    "problem_total": "a row of totals, not a sale",
    "problem_repeated_header": "the titles of the columns once more",
    "problem_more_cells_than_header": "the row has more cells than the header; the rest was not read",
    "problem_unclosed_quote": "a quote in the row is never closed",
    "problem_cell_cut": "a cell was too long and was cut",
    "problem_unreadable_record": "the record cannot be read",
    "step_read": "Reading the file",
    "step_customers": "Measuring the customers",
    "step_portfolio": "Measuring the portfolio",
    "step_models": "Looking ahead",
    "step_write": "Writing the results",
    "done": "{customers} customers, {lines} lines; see {path}",
}

_HE = {
    "no_file": "אין קובץ {path}.",
    "unreadable_file": "אי אפשר לקרוא את הקובץ {path}: הוא אינו קובץ שלם מסוגו.",
    "file_problem": "{path}: {problem}",
    "no_such_column": "אין עמודה {column}; העמודות הן: {columns}.",
    "no_such_role": "אין תפקיד {role}; התפקידים הם: {roles}.",
    "no_role": 'לא נמצאה עמודה עבור: {missing}. העמודות הן: {columns}. אפשר לקבוע עם ‎--map "COLUMN={missing}".',
    "no_line": "אין בקובץ שורה שאפשר להשתמש בה: {reasons}. אפשר לקבוע עמודות עם ‎--map.",
    "bad_map": "‎--map נכתב COLUMN=ROLE, ולא {text}.",
    "bad_date_option": "‎--as-of הוא תאריך כגון 2026-03-31, ולא {text}.",
    "bad_engine": "‎--engine הוא duckdb או spark, ולא {text}.",
    "bad_window": "‎--window הוא מספר חודשים כגון 12m, או all, ולא {text}.",
    "bad_params": "קובץ ההגדרות {path}: ‏{why}.",
    "bad_out": "אי אפשר לכתוב לתיקייה {path}.",
    "facts": "אי אפשר למדוד את השורות: {why}.",
    "no_spark": "אי אפשר להפעיל את Spark: ‏{why}.",
    "problem_no_customer": "לא צוין לקוח",
    "problem_no_date": "חסר תאריך",
    "problem_bad_date": "אי אפשר לקרוא את התאריך",
    "problem_future_date": "התאריך בעתיד",
    "problem_no_amount": "חסר סכום",
    "problem_bad_amount": "אי אפשר לקרוא את הסכום",
    "problem_other_currency": "השורה במטבע אחר",
    "problem_duplicate": "השורה חוזרת על שורה קודמת; היא נספרה",
    "problem_total": "שורת סיכום, לא מכירה",
    "problem_repeated_header": "כותרות העמודות פעם נוספת",
    "problem_more_cells_than_header": "בשורה יותר תאים מבכותרת; היתר לא נקרא",
    "problem_unclosed_quote": "מירכאות בשורה אינן נסגרות",
    "problem_cell_cut": "תא ארוך מדי נחתך",
    "problem_unreadable_record": "אי אפשר לקרוא את הרשומה",
    "step_read": "קריאת הקובץ",
    "step_customers": "מדידת הלקוחות",
    "step_portfolio": "מדידת התיק",
    "step_models": "מבט קדימה",
    "step_write": "כתיבת התוצאות",
    "done": "‏{customers} לקוחות, ‏{lines} שורות; ראו {path}",
}

WORDS: dict[Lang, dict[str, str]] = {"en": _EN, "he": _HE}
