"""Tables as files for spreadsheets: no cell is ever taken for a formula."""

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read the file as UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
