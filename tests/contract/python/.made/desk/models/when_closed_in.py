from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.when_closed_in_do import WhenClosedInDo
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID

if TYPE_CHECKING:
  from ..models.when_closed_in_text import WhenClosedInText





T = TypeVar("T", bound="WhenClosedIn")



@_attrs_define
class WhenClosedIn:
    """ What happens to what comes while the queue's calendar is closed.

        Attributes:
            do (WhenClosedInDo | Unset): `wait`: until it opens. `message`: a chat ends with the text, its ticket waits.
                `callback`: the same, and the text asks how to reach the customer. `queue`: another queue has it. Default:
                WhenClosedInDo.WAIT.
            queue_id (None | Unset | UUID): For `queue`, and only then.
            text (WhenClosedInText | Unset): By language tag. In braces: {customer}, {team}, {reason}, {opens_at}, {queue}.
                Where there is no text in a customer's language there is a built-in one, in English or Russian.
     """

    do: WhenClosedInDo | Unset = WhenClosedInDo.WAIT
    queue_id: None | Unset | UUID = UNSET
    text: WhenClosedInText | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.when_closed_in_text import WhenClosedInText # noqa: PLC0415
        do: str | Unset = UNSET
        if not isinstance(self.do, Unset):
            do = self.do.value


        queue_id: None | str | Unset
        if isinstance(self.queue_id, Unset):
            queue_id = UNSET
        elif isinstance(self.queue_id, UUID):
            queue_id = str(self.queue_id)
        else:
            queue_id = self.queue_id

        text: dict[str, Any] | Unset = UNSET
        if not isinstance(self.text, Unset):
            text = self.text.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if do is not UNSET:
            field_dict["do"] = do
        if queue_id is not UNSET:
            field_dict["queue_id"] = queue_id
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.when_closed_in_text import WhenClosedInText # noqa: PLC0415
        d = dict(src_dict)
        _do = d.pop("do", UNSET)
        do: WhenClosedInDo | Unset
        if isinstance(_do,  Unset):
            do = UNSET
        else:
            do = WhenClosedInDo(_do)




        def _parse_queue_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queue_id_type_0 = UUID(data)



                return queue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        queue_id = _parse_queue_id(d.pop("queue_id", UNSET))


        _text = d.pop("text", UNSET)
        text: WhenClosedInText | Unset
        if isinstance(_text,  Unset):
            text = UNSET
        else:
            text = WhenClosedInText.from_dict(_text)




        when_closed_in = cls(
            do=do,
            queue_id=queue_id,
            text=text,
        )

        return when_closed_in

