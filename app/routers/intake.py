"""`/v1/intake`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/intake", tags=["Partner intake"], route_class=DeskRoute)
