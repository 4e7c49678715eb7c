"""Lines that a sender's program has broken only to send them (RFC 3676), put together again."""


def unfold(text: str, *, delete_space: bool) -> str:
    """Paragraphs on one line each. A signature's line `-- ` stays; a quote goes on only at the same depth."""
    lines: list[list[str]] = []
    depths: list[int] = []
    goes_on = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        signature = words == "-- "
        if goes_on and not signature and depths[-1] == depth:
            lines[-1].append(words)
        else:
            lines.append([words])
            depths.append(depth)
        goes_on = words.endswith(" ") and not signature
        if goes_on and delete_space:
            lines[-1][-1] = words[:-1]
    return "\n".join(
        ">" * depth + (" " if depth else "") + "".join(pieces) for depth, pieces in zip(depths, lines, strict=True)
    )
