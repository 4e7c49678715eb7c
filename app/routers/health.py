"""`/healthz`, `/readyz`, `/metrics`: for ops."""

from fastapi import APIRouter

router = APIRouter(tags=["Operations"])
