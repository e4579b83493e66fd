"""Identity codes for tests, put together here: serials 900–999 belong to nobody."""

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code_of(birth="010190", sign="-", serial="900"):
    return f"{birth}{sign}{serial}{CHECK[int(birth + serial) % 31]}"
