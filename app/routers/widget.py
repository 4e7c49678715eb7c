"""`/v1/widget`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/widget", tags=["Widget"], route_class=DeskRoute)
