"""Updates as vendors document them, and what hostile hands make of them."""

import copy
import random
from typing import Any

from hypothesis import strategies as st

TELEGRAM: dict[str, Any] = {
    "update_id": 10000,
    "message": {
        "message_id": 1365,
        "from": {
            "id": 1111111, "is_bot": False, "first_name": "Vera", "last_name": "Test", "username": "vera",
            "language_code": "ru",
        },
        "chat": {"id": 1111111, "first_name": "Vera", "last_name": "Test", "username": "vera", "type": "private"},
        "date": 1441645532,
        "reply_to_message": {"message_id": 1300, "date": 1441645000, "chat": {"id": 1111111, "type": "private"}},
        "text": "👍 see here",
        "entities": [{"type": "text_link", "offset": 7, "length": 4, "url": "https://desk.test/a"}],
        "photo": [
            {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 67, "file_size": 1101},
            {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 90000},
        ],
        "document": {"file_id": "doc1", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 500},
        "contact": {"phone_number": "79001234567", "first_name": "Vera", "user_id": 1111111},
        "location": {"latitude": 55.751244, "longitude": 37.618423},
        "poll": {"question": "Yes?", "options": [{"text": "a"}, {"text": "b"}]},
        "quote": {"text": "quoted"},
        "forward_origin": {"type": "user", "sender_user": {"id": 5, "first_name": "Bob"}},
        "sticker": {"file_id": "st", "emoji": "😀", "is_animated": False, "is_video": False},
    },
}  # fmt: skip
WHATSAPP: dict[str, Any] = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "102290129340398",
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
                        "contacts": [
                            {"profile": {"name": "Vera", "username": "vera"}, "wa_id": "79001234567", "user_id": "RU.1"}
                        ],
                        "messages": [
                            {
                                "from": "79001234567",
                                "from_user_id": "RU.1",
                                "id": "wamid.A",
                                "timestamp": "1749416383",
                                "type": "text",
                                "text": {"body": "Hello"},
                                "context": {"from": "15550783881", "id": "wamid.OURS"},
                                "image": {"id": "media1", "mime_type": "image/jpeg", "caption": "look"},
                                "contacts": [{"name": {"formatted_name": "Bob"}, "phones": [{"phone": "+7900"}]}],
                                "errors": [{"code": 131051, "title": "Message type unknown"}],
                            }
                        ],
                        "statuses": [
                            {
                                "id": "wamid.OURS",
                                "status": "failed",
                                "timestamp": "1749416390",
                                "recipient_id": "79001234567",
                                "errors": [
                                    {
                                        "code": 131047,
                                        "title": "Re-engagement message",
                                        "error_data": {"details": "More than 24 hours have passed"},
                                    }
                                ],
                            }
                        ],
                    },
                }
            ],
        }
    ],
}
VK: dict[str, Any] = {
    "type": "message_new",
    "event_id": "f0a1b2c3d4e5",
    "v": "5.199",
    "group_id": 123456789,
    "secret": "vk-secret-word",
    "object": {
        "message": {
            "date": 1749416383,
            "from_id": 777,
            "id": 4242,
            "version": 10,
            "out": 0,
            "peer_id": 777,
            "conversation_message_id": 12,
            "text": "Здравствуйте",
            "attachments": [
                {
                    "type": "photo",
                    "photo": {
                        "id": 1, "owner_id": 777,
                        "sizes": [
                            {"type": "s", "width": 75, "height": 50, "url": "https://sun1.userapi.com/s.jpg"},
                            {"type": "w", "width": 1280, "height": 960, "url": "https://sun1.userapi.com/w.jpg"},
                        ],
                    },
                },
                {"type": "doc", "doc": {"id": 2, "title": "a", "ext": "pdf", "size": 9, "url": "https://vk.com/doc1"}},
                {"type": "video", "video": {"id": 3, "owner_id": 777, "title": "My video"}},
            ],
            "geo": {"type": "point", "coordinates": {"latitude": 55.75, "longitude": 37.61}},
            "reply_message": {"id": 4200, "from_id": -123456789, "peer_id": 777, "text": "ours"},
            "fwd_messages": [{"from_id": 5, "text": "forwarded", "fwd_messages": [{"text": "deeper"}]}],
        },
        "client_info": {"keyboard": True, "lang_id": 0},
    },
}  # fmt: skip

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def spoiled(shape: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The shape with some values that are something else, or gone."""
    return st.builds(_spoil, st.just(shape), st.randoms(use_true_random=False), st.lists(JUNK, min_size=1, max_size=4))


def _spoil(shape: Any, chance: random.Random, junk: list[Any]) -> Any:
    made = copy.deepcopy(shape)
    for each in junk:
        at = made
        for _ in range(12):
            keys = list(at) if isinstance(at, dict) else list(range(len(at))) if isinstance(at, list) else []
            if not keys:
                break
            key = chance.choice(keys)
            if chance.random() < 0.2 or not isinstance(at[key], dict | list):
                if chance.random() < 0.2:
                    del at[key]
                else:
                    at[key] = each
                break
            at = at[key]
    return made


def deep(levels: int) -> bytes:
    """Lists in lists."""
    return b"[" * levels + b"]" * levels


CUSTOM: dict[str, Any] = {
    "type": "message",
    "id": "p-1",
    "conversation": "c-1",
    "person": {"id": "u-1", "name": "Vera", "phone": "+79001234567", "email": "vera@example.org", "locale": "ru"},
    "text": "Hello",
    "files": [{"name": "a.txt", "content_type": "text/plain", "content": "aGVsbG8="}],
    "reply_to": "p-0",
    "at": "2026-11-26T12:00:00Z",
}
