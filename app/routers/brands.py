"""`/v1/brands`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/brands", tags=["Brands"], route_class=DeskRoute)
