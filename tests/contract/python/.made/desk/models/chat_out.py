from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.chat_out_status import ChatOutStatus
from typing import cast
from uuid import UUID
import datetime

if TYPE_CHECKING:
  from ..models.handover_out import HandoverOut
  from ..models.offer_out import OfferOut
  from ..models.reference import Reference





T = TypeVar("T", bound="ChatOut")



@_attrs_define
class ChatOut:
    """ A chat: a live session over the thread of its ticket, where its messages are.

        Attributes:
            id (UUID):
            ticket_id (UUID):
            status (ChatOutStatus):
            position (int | None): The place in the queue, 1 is next; null when it does not wait.
            wait_seconds (list[int] | None): From and to: four of five waits end in between. Null without a basis for an
                estimate.
            agent (None | Reference): Who has the chat, or had it when it ended.
            customer (Reference): Somebody or something by id and name.
            subject (str):
            queue_id (None | UUID): For agents: the queue; null: its team's own.
            team_id (None | UUID): For agents: in whose queue it is.
            offer (None | OfferOut): For the agent to whom it is offered now.
            handover (HandoverOut | None): For agents: to whom it is being handed over, warm.
            queued_at (datetime.datetime):
            accepted_at (datetime.datetime | None):
            ended_at (datetime.datetime | None):
            ended_by (None | str):
            wrap_up_until (datetime.datetime | None): For agents: until then it holds a place of its agent's.
            version (int):
            created_at (datetime.datetime):
            updated_at (datetime.datetime):
     """

    id: UUID
    ticket_id: UUID
    status: ChatOutStatus
    position: int | None
    wait_seconds: list[int] | None
    agent: None | Reference
    customer: Reference
    subject: str
    queue_id: None | UUID
    team_id: None | UUID
    offer: None | OfferOut
    handover: HandoverOut | None
    queued_at: datetime.datetime
    accepted_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    ended_by: None | str
    wrap_up_until: datetime.datetime | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime





    def to_dict(self) -> dict[str, Any]:
        from ..models.handover_out import HandoverOut # noqa: PLC0415
        from ..models.offer_out import OfferOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        id = str(self.id)

        ticket_id = str(self.ticket_id)

        status = self.status.value

        position: int | None
        position = self.position

        wait_seconds: list[int] | None
        if isinstance(self.wait_seconds, list):
            wait_seconds = self.wait_seconds


        else:
            wait_seconds = self.wait_seconds

        agent: dict[str, Any] | None
        if isinstance(self.agent, Reference):
            agent = self.agent.to_dict()
        else:
            agent = self.agent

        customer = self.customer.to_dict()

        subject = self.subject

        queue_id: None | str
        if isinstance(self.queue_id, UUID):
            queue_id = str(self.queue_id)
        else:
            queue_id = self.queue_id

        team_id: None | str
        if isinstance(self.team_id, UUID):
            team_id = str(self.team_id)
        else:
            team_id = self.team_id

        offer: dict[str, Any] | None
        if isinstance(self.offer, OfferOut):
            offer = self.offer.to_dict()
        else:
            offer = self.offer

        handover: dict[str, Any] | None
        if isinstance(self.handover, HandoverOut):
            handover = self.handover.to_dict()
        else:
            handover = self.handover

        queued_at = self.queued_at.isoformat()

        accepted_at: None | str
        if isinstance(self.accepted_at, datetime.datetime):
            accepted_at = self.accepted_at.isoformat()
        else:
            accepted_at = self.accepted_at

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        ended_by: None | str
        ended_by = self.ended_by

        wrap_up_until: None | str
        if isinstance(self.wrap_up_until, datetime.datetime):
            wrap_up_until = self.wrap_up_until.isoformat()
        else:
            wrap_up_until = self.wrap_up_until

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
            "ticket_id": ticket_id,
            "status": status,
            "position": position,
            "wait_seconds": wait_seconds,
            "agent": agent,
            "customer": customer,
            "subject": subject,
            "queue_id": queue_id,
            "team_id": team_id,
            "offer": offer,
            "handover": handover,
            "queued_at": queued_at,
            "accepted_at": accepted_at,
            "ended_at": ended_at,
            "ended_by": ended_by,
            "wrap_up_until": wrap_up_until,
            "version": version,
            "created_at": created_at,
            "updated_at": updated_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.handover_out import HandoverOut # noqa: PLC0415
        from ..models.offer_out import OfferOut # noqa: PLC0415
        from ..models.reference import Reference # noqa: PLC0415
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        ticket_id = UUID(d.pop("ticket_id"))




        status = ChatOutStatus(d.pop("status"))




        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))


        def _parse_wait_seconds(data: object) -> list[int] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                wait_seconds_type_0 = cast(list[int], data)

                return wait_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None, data)

        wait_seconds = _parse_wait_seconds(d.pop("wait_seconds"))


        def _parse_agent(data: object) -> None | Reference:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                agent_type_0 = Reference.from_dict(data)



                return agent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reference, data)

        agent = _parse_agent(d.pop("agent"))


        customer = Reference.from_dict(d.pop("customer"))




        subject = d.pop("subject")

        def _parse_queue_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queue_id_type_0 = UUID(data)



                return queue_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        queue_id = _parse_queue_id(d.pop("queue_id"))


        def _parse_team_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                team_id_type_0 = UUID(data)



                return team_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        team_id = _parse_team_id(d.pop("team_id"))


        def _parse_offer(data: object) -> None | OfferOut:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                offer_type_0 = OfferOut.from_dict(data)



                return offer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfferOut, data)

        offer = _parse_offer(d.pop("offer"))


        def _parse_handover(data: object) -> HandoverOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                handover_type_0 = HandoverOut.from_dict(data)



                return handover_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HandoverOut | None, data)

        handover = _parse_handover(d.pop("handover"))


        queued_at = datetime.datetime.fromisoformat(d.pop("queued_at"))




        def _parse_accepted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                accepted_at_type_0 = datetime.datetime.fromisoformat(data)



                return accepted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))


        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))


        def _parse_ended_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ended_by = _parse_ended_by(d.pop("ended_by"))


        def _parse_wrap_up_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                wrap_up_until_type_0 = datetime.datetime.fromisoformat(data)



                return wrap_up_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        wrap_up_until = _parse_wrap_up_until(d.pop("wrap_up_until"))


        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))




        chat_out = cls(
            id=id,
            ticket_id=ticket_id,
            status=status,
            position=position,
            wait_seconds=wait_seconds,
            agent=agent,
            customer=customer,
            subject=subject,
            queue_id=queue_id,
            team_id=team_id,
            offer=offer,
            handover=handover,
            queued_at=queued_at,
            accepted_at=accepted_at,
            ended_at=ended_at,
            ended_by=ended_by,
            wrap_up_until=wrap_up_until,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        return chat_out

