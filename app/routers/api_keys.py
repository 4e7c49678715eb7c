"""`/v1/api-keys`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/api-keys", tags=["API keys"], route_class=DeskRoute)
