# The desk as a container: no Postgres inside, its address comes by OTKLIK_DATABASE_URL.
#   docker build -t otklik .
#   docker run -p 8000:8000 -e OTKLIK_DATABASE_URL=postgresql://... -e OTKLIK_SECRET="$(openssl rand -hex 32)" otklik

FROM python:3.11-slim AS build
COPY deploy/requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin otklik \
    && install -d -o 10001 -m 0700 /var/lib/otklik/files
COPY --from=build /opt/venv /opt/venv
WORKDIR /opt/otklik
COPY app app
COPY alembic alembic
COPY docs docs
COPY deploy/otklik /usr/local/bin/otklik
# An empty address is refused, so a forgotten one never becomes a database that dies with the container.
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/otklik PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OTKLIK_DATABASE_URL= \
    OTKLIK_ATTACHMENTS=file:///var/lib/otklik/files
# Files of messages; a bucket instead: OTKLIK_ATTACHMENTS=s3://...
VOLUME /var/lib/otklik/files
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["otklik"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
