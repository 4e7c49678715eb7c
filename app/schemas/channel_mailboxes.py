"""How a mailbox writes: settings and secrets of a channel of kind `email`."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.base import In, Language, Line, Text

Words = Annotated[
    dict[Language, Annotated[Text, StringConstraints(max_length=2000)]],
    Field(max_length=20, description="A template by language."),
]
Name = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$")]


class DkimSettings(In):
    """Where the public half of the key is: `<selector>._domainkey.<domain>`."""

    selector: Annotated[Name, StringConstraints(max_length=63)]
    domain: Name


class MailOutSettings(In):
    """How a mailbox writes."""

    sender_name: Annotated[Line | None, Field(description="Beside the address; absent: the channel's name.")] = None
    agent_name: Annotated[bool, Field(description="The agent's name too.")] = False
    plus_addressing: Annotated[bool, Field(description="Answers go to help+token@shop.example.")] = True
    quote: Annotated[bool, Field(description="The message before stands below.")] = False
    above: Words = {}
    below: Words = {}
    dkim: DkimSettings | None = None


class MailOutSecrets(In):
    """With what a mailbox writes."""

    smtp_url: Annotated[
        Text | None, StringConstraints(max_length=1000), Field(description="Absent: the desk's own mail server.")
    ] = None
    dkim_private_key: Annotated[
        Text | None, StringConstraints(max_length=20_000), Field(description="RSA, in PEM, without a password.")
    ] = None
