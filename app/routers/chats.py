"""`/v1/chats`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/chats", tags=["Chats"], route_class=DeskRoute)
