"""Phone numbers as they are stored and compared."""


def normal_phone(phone: str | None) -> str | None:
    """A phone number as it is stored: digits, with a leading + when it was international (`00` is such a +)."""
    if phone is None:
        return None
    digits = "".join(filter(str.isdecimal, phone))
    if phone.startswith("00"):
        return "+" + digits[2:]
    return ("+" if phone.startswith("+") else "") + digits
