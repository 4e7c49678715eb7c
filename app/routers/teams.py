"""`/v1/teams`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/teams", tags=["Teams"], route_class=DeskRoute)
