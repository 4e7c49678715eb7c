"""`/v1/realtime`: grants, and the socket itself."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/realtime", tags=["Realtime"], route_class=DeskRoute)
