from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.webhook_attempt_out_request_headers import WebhookAttemptOutRequestHeaders
  from ..models.webhook_attempt_out_response_headers_type_0 import WebhookAttemptOutResponseHeadersType0





T = TypeVar("T", bound="WebhookAttemptOut")



@_attrs_define
class WebhookAttemptOut:
    """ One try. Values of the webhook's own headers are hidden.

        Attributes:
            number (int):
            at (datetime.datetime):
            took_ms (int):
            request_headers (WebhookAttemptOutRequestHeaders):
            status (int | None):
            response_headers (None | WebhookAttemptOutResponseHeadersType0):
            response_body (None | str): Its beginning.
            error (None | str):
     """

    number: int
    at: datetime.datetime
    took_ms: int
    request_headers: WebhookAttemptOutRequestHeaders
    status: int | None
    response_headers: None | WebhookAttemptOutResponseHeadersType0
    response_body: None | str
    error: None | str





    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_attempt_out_request_headers import WebhookAttemptOutRequestHeaders # noqa: PLC0415
        from ..models.webhook_attempt_out_response_headers_type_0 import WebhookAttemptOutResponseHeadersType0 # noqa: PLC0415
        number = self.number

        at = self.at.isoformat()

        took_ms = self.took_ms

        request_headers = self.request_headers.to_dict()

        status: int | None
        status = self.status

        response_headers: dict[str, Any] | None
        if isinstance(self.response_headers, WebhookAttemptOutResponseHeadersType0):
            response_headers = self.response_headers.to_dict()
        else:
            response_headers = self.response_headers

        response_body: None | str
        response_body = self.response_body

        error: None | str
        error = self.error


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "number": number,
            "at": at,
            "took_ms": took_ms,
            "request_headers": request_headers,
            "status": status,
            "response_headers": response_headers,
            "response_body": response_body,
            "error": error,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_attempt_out_request_headers import WebhookAttemptOutRequestHeaders # noqa: PLC0415
        from ..models.webhook_attempt_out_response_headers_type_0 import WebhookAttemptOutResponseHeadersType0 # noqa: PLC0415
        d = dict(src_dict)
        number = d.pop("number")

        at = datetime.datetime.fromisoformat(d.pop("at"))




        took_ms = d.pop("took_ms")

        request_headers = WebhookAttemptOutRequestHeaders.from_dict(d.pop("request_headers"))




        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))


        def _parse_response_headers(data: object) -> None | WebhookAttemptOutResponseHeadersType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_headers_type_0 = WebhookAttemptOutResponseHeadersType0.from_dict(data)



                return response_headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookAttemptOutResponseHeadersType0, data)

        response_headers = _parse_response_headers(d.pop("response_headers"))


        def _parse_response_body(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        response_body = _parse_response_body(d.pop("response_body"))


        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))


        webhook_attempt_out = cls(
            number=number,
            at=at,
            took_ms=took_ms,
            request_headers=request_headers,
            status=status,
            response_headers=response_headers,
            response_body=response_body,
            error=error,
        )

        return webhook_attempt_out

