# The image for a real deployment: the product and its compiled assets, without dev/, tests, Node or root.
# Web, workers, clock and migration use the same image with different commands: see docker-compose.yml.

FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY static/src static/src
RUN npm run build

FROM python:3.12-slim-bookworm AS packages
WORKDIR /build
COPY requirements.in requirements.lock ./
# Fetch everything in the lock and check its hash, then install only what the product itself needs.
RUN pip wheel --no-cache-dir --require-hashes --no-deps --wheel-dir wheels -r requirements.lock \
 && python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-index --find-links wheels -r requirements.in

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home sendplan \
 && install -d -o sendplan -g sendplan /var/lib/sendplan
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=assets /build/static/build static/build
RUN mkdir -p staticfiles
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=sendplan.settings SENDPLAN_STATE=/var/lib/sendplan
USER sendplan
VOLUME /var/lib/sendplan
EXPOSE 8000
CMD ["gunicorn", "sendplan.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "2", "--preload", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "20"]
