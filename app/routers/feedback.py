"""`/v1/feedback`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/feedback", tags=["Feedback"], route_class=DeskRoute)
