"""`/v1/auth`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/auth", tags=["Sign-in"], route_class=DeskRoute)
