"""For ops and whoever opens the address: alive, ready, measured, and pages that load nothing from elsewhere."""

import re

from tests.conftest import Callers


async def test_a_desk_says_how_it_is(callers_: Callers) -> None:
    nobody = callers_.nobody()
    assert (await nobody.get("/healthz"))["status"] == "ok"
    assert (await nobody.get("/readyz"))["database"] == "ok"
    for path in ("/healthz", "/readyz"):
        assert (await nobody.http.head(path)).status_code == 200
    found = (await nobody.http.get("/metrics")).text
    assert 'otklik_http_requests_total{method="GET",route="/healthz",status="200"}' in found


async def test_a_schema_of_another_version_is_not_ready(callers_: Callers) -> None:
    nobody = callers_.nobody()
    async with callers_.desk.database.lean() as connection:
        found = await connection.fetchval("SELECT version_num FROM alembic_version")
        await connection.execute("UPDATE alembic_version SET version_num = 'older'")
        try:
            await nobody.refused("GET", "/readyz", 503, "temporarily_unavailable")
            assert (await nobody.http.head("/readyz")).status_code == 503
        finally:
            await connection.execute("UPDATE alembic_version SET version_num = $1", found)


async def test_the_documentation_loads_nothing_from_elsewhere(callers_: Callers) -> None:
    nobody = callers_.nobody()
    for path in ("/docs", "/redoc"):
        page = await nobody.http.get(path)
        assert page.status_code == 200
        assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//", page.text)
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        for asset in re.findall(r"(?:src|href)=[\"'](/[^\"']+)", page.text):
            assert (await nobody.http.get(asset)).status_code == 200, asset
