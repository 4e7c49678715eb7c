"""`/v1/customers`."""

from fastapi import APIRouter

from app.requests import DeskRoute

router = APIRouter(prefix="/v1/customers", tags=["Customers"], route_class=DeskRoute)
