"""English sentences for the reason codes of files, columns and values; made to be translated by whoever shows them.

    template = MESSAGES[problem.code]
    gettext(template) % problem.params

Every template's placeholders are filled by the parameters of its code. The sentences say what, where, and what to do.
"""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Marks a string for the catalogue; it is translated where it is shown."""
    return message


MESSAGES: dict[str, str] = {
    # --- a file that cannot be read: FileProblem
    "empty_file": gettext_noop("The file is empty."),
    "too_big": gettext_noop("The file has %(megabytes)s MB; up to %(limit)s MB can be read. Split it, or leave out columns that are not needed."),
    "not_a_table": gettext_noop("This file holds no table. Save the table as xlsx or csv and try again."),
    "not_text": gettext_noop("This file is called a text file but holds other data. Save the table as xlsx or csv and try again."),
    "broken_zip": gettext_noop("The file is damaged or cut off. Save it again where it comes from and try again."),
    "zip_bomb": gettext_noop("The file unpacks to far more than its size and was not opened."),
    "bad_name_in_zip": gettext_noop("The file holds an entry with a forbidden name (%(name)s) and was not opened."),
    "too_many_members": gettext_noop("The file holds %(members)s parts; up to %(limit)s are read."),
    "encrypted": gettext_noop("The file is protected by a password. Save a copy without a password and try again."),
    "xml_entities": gettext_noop("The file holds definitions that no spreadsheet needs and was not opened."),
    "broken_workbook": gettext_noop("The workbook is damaged. Open it in a spreadsheet program, save it again as xlsx and try again."),
    "spreadsheet_xml": gettext_noop("This is an old XML spreadsheet. Open it in a spreadsheet program, save it as xlsx and try again."),
    "broken_parquet": gettext_noop("The parquet file is damaged or cut off."),
    "broken_vcard": gettext_noop("The address book is damaged: the card in line %(row)s does not end."),
    "no_cards": gettext_noop("The address book holds no card."),
    "uniform_without_data": gettext_noop("The uniform structure is not complete: BKMVDATA.TXT is missing or empty. Put INI.TXT and BKMVDATA.TXT into one zip file."),
    "too_many_sheets": gettext_noop("The workbook has %(sheets)s sheets; up to %(limit)s are read."),
    "too_many_rows": gettext_noop("The table has more than %(rows)s rows. Split it and bring the parts in one after the other."),
    "too_many_columns": gettext_noop("The table has %(columns)s columns; up to %(limit)s are read. Something may stand in a cell far to the side."),
    "too_many_cells": gettext_noop("The sheet reaches over %(cells)s cells; up to %(limit)s are read. Something may stand in a cell far away."),
    "line_too_long": gettext_noop("A line has more than %(characters)s characters, so this is no table."),
    "no_such_sheet": gettext_noop("There is no sheet called “%(sheet)s”."),
    "limit_time": gettext_noop("Reading the file took too long and was stopped."),
    "limit_memory": gettext_noop("The file needs more memory than is allowed and reading was stopped. Split it and try again."),
    "limit_crash": gettext_noop("The file could not be read: it is damaged or made to do harm."),
    # --- rows left out, or kept with a doubt: RowNote
    "title": gettext_noop("A line above the table"),
    "header": gettext_noop("The titles of the columns"),
    "blank": gettext_noop("An empty row"),
    "total": gettext_noop("A row of totals"),
    "repeated_header": gettext_noop("The titles of the columns once more"),
    "not_a_sale": gettext_noop("A document that is no sale"),
    "not_a_payment": gettext_noop("A document that is no payment"),
    "not_a_customer": gettext_noop("An account that is no customer's"),
    "cancelled": gettext_noop("A cancelled document"),
    "no_document": gettext_noop("A line whose document is not in the file"),
    "junk_card": gettext_noop("A service number that came with the telephone"),
    "unreadable_record": gettext_noop("A record that is damaged or cut off"),
    "more_cells_than_header": gettext_noop("More cells than there are columns"),
    "unclosed_quote": gettext_noop("A quotation mark that is never closed"),
    "cell_cut": gettext_noop("A cell too long to keep whole"),
    # --- values: AmountError, DateError
    "amount_empty": gettext_noop("The amount is missing."),
    "amount_unreadable": gettext_noop("“%(value)s” is no amount."),
    "amount_separators": gettext_noop("In “%(value)s” it is not clear which sign is the decimal point."),
    "amount_too_large": gettext_noop("“%(value)s” is too large for an amount."),
    "date_empty": gettext_noop("The date is missing."),
    "date_unreadable": gettext_noop("“%(value)s” is no date."),
    "date_no_such_month": gettext_noop("“%(value)s”: there is no month %(month)s."),
    "date_no_such_day": gettext_noop("“%(value)s”: month %(month)s of %(year)s had %(days_in_month)s days."),
    "date_other_order": gettext_noop("“%(value)s” stands in another order than the other dates of its column."),
    "date_serial": gettext_noop("The number %(value)s is no date."),
    "date_leap_bug": gettext_noop("%(value)s stands for 29 February 1900, a day that never was."),
    # --- doubts about phones and identity numbers: warnings, the value is kept
    "no_digits": gettext_noop("There are no digits in this number."),
    "too_short": gettext_noop("The number is shorter than usual."),
    "too_long": gettext_noop("The number is longer than usual."),
    "not_assigned": gettext_noop("No operator is known for this number; it is kept as it is."),
    "zero_restored": gettext_noop("The zero at the start was missing and was added."),
    "not_dialable": gettext_noop("This number cannot be dialled from everywhere; it is kept as text."),
    "not_digits": gettext_noop("There are signs that are no digits in this number."),
    "check_digit": gettext_noop("The check digit does not fit; a digit may be wrong."),
    # --- why a column means what it means: Why
    "preset": gettext_noop("Known from exports of this program"),
    "title_whole": gettext_noop("By its title"),
    "title_part": gettext_noop("By a part of its title: “%(word)s”"),
    "title_slip": gettext_noop("By its title, read as “%(word)s”"),
    "values": gettext_noop("%(matching)s of %(looked)s values fit"),
    "values_contradict": gettext_noop("Only %(matching)s of %(looked)s values fit"),
    "discount_sign": gettext_noop("A percentage: the sign % stands in the cells or the title"),
    "discount_currency": gettext_noop("A sum: a currency stands in the cells"),
    "discount_shares": gettext_noop("A share: no value is above 1"),
    "discount_above_100": gettext_noop("A sum: there are values above 100"),
    "discount_round": gettext_noop("A percentage: a few round numbers up to 100. Is it a sum? Say so here"),
    "discount_odd": gettext_noop("A sum: many different numbers. Is it a percentage? Say so here"),
    "instead_of": gettext_noop("Taken because nothing else fits better"),
    "taken": gettext_noop("Another column has this meaning already"),
    # --- how the order of days and months was decided: OrderDecision.reason
    "day_above_12": gettext_noop("In %(day_first)s of the dates the day is above 12, in none the month: day first"),
    "month_first_only": gettext_noop("In %(month_first)s of the dates the second number is above 12, in none the first: month first"),
    "contradiction": gettext_noop("%(day_first)s dates can only be day first and %(month_first)s only month first"),
    "no_order_needed": gettext_noop("Every date is clear by itself"),
    "default": gettext_noop("No date tells whether the day or the month comes first; day first was taken"),
}  # fmt: skip
"""Reason code -> English sentence with named placeholders."""
