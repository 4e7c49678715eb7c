"""`/v1/sources`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/sources", tags=["Partner sources"], route_class=DeskRoute)
