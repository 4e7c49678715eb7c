"""`/v1/organizations`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/organizations", tags=["Organizations"], route_class=DeskRoute)
