"""`/v1/agents`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/agents", tags=["Agents"], route_class=DeskRoute)
