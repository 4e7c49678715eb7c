"""One real example of each frame; tests hold them against the models."""

from typing import Any

from app.schemas import realtime, realtime_out

_TICKET = "0199c2a4-7d10-7c3e-9a64-0c1f5f0c7a01"
_ANNA = "0199c2a4-5b00-7e11-8f3a-6d2b8a90e0b2"
_VERA = "0199c2a4-6a44-7b21-b1f0-2f4a9d5e77c3"
_CHAT = "0199c2a4-7d12-7aa0-8c55-1be0a3fdc904"
_TEAM = "0199c2a4-4c01-7d02-93ab-77e5f1d2c6a5"
_OFFER = "0199c2a4-8e30-7f60-a2d7-90b4c3e1f506"
_MESSAGE = "0199c2a5-0b21-7c90-8d4e-5f6a7b8c9d07"
_CMID = "6f0f3d0c-2f0a-4c1e-9a57-3a9c2d1e4b08"
_AT = "2026-03-02T09:15:04.118Z"

FROM_CLIENT: dict[type, dict[str, Any]] = {
    realtime.Hello: {
        "t": "hello",
        "client": {"name": "ios", "version": "4.2.0"},
        "features": ["typing", "receipts", "presence"],
    },
    realtime.Sub: {
        "t": "sub",
        "id": 1,
        "subs": [{"ticket": _TICKET, "after": 41}, {"inbox": "mine"}, {"queue": _TEAM}, {"report": "desk"}],
        "epoch": "3f9c01ab27",
    },
    realtime.Unsub: {"t": "unsub", "id": 2, "tickets": [_TICKET], "queues": [_TEAM], "inboxes": ["mine"]},
    realtime.SendFrame: {
        "t": "send",
        "id": 7,
        "ticket": _TICKET,
        "cmid": _CMID,
        "body": "The kettle leaks again. Здравствуйте!",
        "last_seen_seq": 44,
    },
    realtime.Typing: {"t": "typing", "ticket": _TICKET, "on": True},
    realtime.Viewing: {"t": "viewing", "ticket": _TICKET, "on": True},
    realtime.Read: {"t": "read", "ticket": _TICKET, "seq": 45},
    realtime.SetPresence: {"t": "presence", "state": "idle"},
    realtime.Auth: {"t": "auth", "id": 8, "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl"},
}

FROM_SERVER: dict[type, dict[str, Any]] = {
    realtime_out.Welcome: {
        "t": "welcome",
        "conn": "0199c2a5-0a10-7d44-b0a1-c2d3e4f5a609",
        "server_time": _AT,
        "epoch": "3f9c01ab27",
        "hb": 25,
        "auth_expires_in": 840,
        "features": ["presence", "receipts", "typing"],
        "limits": {"frame": 65536, "body": 16384, "in_flight": 16, "subs": 200},
    },
    realtime_out.Ok: {
        "t": "ok",
        "re": 1,
        "subs": [
            {"ticket": _TICKET, "last_seq": 44, "read": {_VERA: 44, _ANNA: 43}, "unread": 1, "online": [_VERA]},
            {"inbox": "mine"},
            {"queue": _TEAM},
        ],
    },
    realtime_out.Ev: {
        "t": "ev",
        "ticket": _TICKET,
        "seq": 42,
        "kind": "message.created",
        "from": {"id": _VERA, "role": "customer", "name": "Vera"},
        "cmid": "b1d7a3f2-8c4e-4f60-9a1b-7e2c5d0f9a10",
        "data": {
            "message": {
                "id": _MESSAGE,
                "ticket_id": _TICKET,
                "seq": 42,
                "author": {"kind": "customer", "id": _VERA, "name": "Vera"},
                "visibility": "public",
                "format": "text",
                "body": "Is anybody there?",
                "client_message_id": "b1d7a3f2-8c4e-4f60-9a1b-7e2c5d0f9a10",
                "created_at": _AT,
            }
        },
        "at": _AT,
    },
    realtime_out.More: {"t": "more", "ticket": _TICKET, "next_after": 241},
    realtime_out.Reset: {"t": "reset", "ticket": _TICKET, "reason": "epoch"},
    realtime_out.Gone: {"t": "gone", "ticket": _TICKET},
    realtime_out.Ack: {
        "t": "ack",
        "re": 7,
        "cmid": _CMID,
        "message": _MESSAGE,
        "seq": 45,
        "at": _AT,
        "dup": False,
    },
    realtime_out.Err: {
        "t": "err",
        "re": 7,
        "code": "idempotency_mismatch",
        "detail": "This client_message_id was used for another message on this ticket",
        "temporary": False,
    },
    realtime_out.OfferFrame: {
        "t": "offer",
        "offer": _OFFER,
        "chat": _CHAT,
        "ticket": _TICKET,
        "subject": "The kettle leaks",
        "customer_name": "Vera",
        "expires_at": "2026-03-02T09:15:34.118Z",
    },
    realtime_out.OfferEnded: {"t": "offer_ended", "offer": _OFFER},
    realtime_out.CallFrame: {
        "t": "call",
        "call": _CHAT,
        "state": "ringing",
        "direction": "in",
        "number": "+79161234567",
        "customer": {"id": _OFFER, "name": "Vera"},
        "tickets": [{"id": _TICKET, "number": 1042, "subject": "The kettle leaks", "status": "open"}],
        "ticket": None,
        "ivr_path": ["repairs"],
        "started_at": "2026-03-02T09:15:34.118Z",
    },
    realtime_out.CallEnded: {"t": "call_ended", "call": _CHAT},
    realtime_out.Queue: {
        "t": "queue",
        "chat": _CHAT,
        "ticket": _TICKET,
        "status": "queued",
        "position": 2,
        "wait_s": [40, 150],
    },
    realtime_out.TypingOut: {
        "t": "typing",
        "ticket": _TICKET,
        "who": _ANNA,
        "name": "Anna",
        "on": True,
        "visibility": "public",
        "ttl": 6,
    },
    realtime_out.ViewingOut: {
        "t": "viewing",
        "ticket": _TICKET,
        "who": _ANNA,
        "name": "Anna",
        "on": True,
        "ttl": 30,
    },
    realtime_out.ReadOut: {"t": "read", "ticket": _TICKET, "who": _ANNA, "seq": 45},
    realtime_out.PresenceOut: {"t": "presence", "who": _ANNA, "state": "away"},
    realtime_out.Changed: {"t": "changed", "inbox": "mine"},
    realtime_out.FiguresOut: {
        "t": "figures",
        "report": "desk",
        "figures": {
            "scope": {"kind": "desk", "id": None, "name": None},
            "as_of": "2026-11-26T09:30:00Z",
            "open": {"new": 4, "open": 31, "pending": 12, "on_hold": 2},
            "waiting": {"tickets": 4, "chats": 1, "oldest_at": "2026-11-26T09:21:40Z"},
            "agents_by_state": {"available": 3, "full": 2, "away": 1},
            "sla_due_soon": 2,
            "sla_overdue": 0,
            "today": {
                "since": "2026-11-25T21:00:00Z",
                "zone": "Europe/Moscow",
                "created": 58,
                "solved": 41,
                "chats_accepted": 23,
                "chats_abandoned": 1,
            },
            "changes_at": "2026-11-26T09:34:12Z",
        },
    },
    realtime_out.GoAway: {"t": "goaway", "reconnect_in_ms": 640},
    realtime_out.Heartbeat: {"t": "hb"},
}
