# Build: everything into one virtual environment, versions and hashes from the lock.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/cunkou
WORKDIR /src
# The lock first: it changes seldom, so the layer with all dependencies is kept. With the extras pay and tracing.
COPY requirements-image.lock ./
RUN /opt/cunkou/bin/pip install --require-hashes --requirement requirements-image.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY intents intents
COPY catalog catalog
COPY config config
RUN /opt/cunkou/bin/pip install --no-deps .

# Run: no compiler, no sources, no root.
FROM python:3.11-slim
# A Chinese font with outlines, for posters as pictures and PDF: the image has none.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/cunkou --create-home cunkou
COPY --from=build /opt/cunkou /opt/cunkou
ENV PATH=/opt/cunkou/bin:$PATH PYTHONUNBUFFERED=1 CUNKOU_DATA_DIR=/var/lib/cunkou
USER cunkou
WORKDIR /var/lib/cunkou
VOLUME /var/lib/cunkou
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
# Exec form: the bot is process 1 and hears SIGTERM itself.
ENTRYPOINT ["cunkou"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
