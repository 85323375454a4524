# Baoshu in a container: no network and no root while it runs.
#
#   docker build -t baoshu .
#   docker run --rm --network none --user "$(id -u):$(id -g)" \
#     -v "$PWD/data/raw:/in:ro" -v "$PWD/data/processed:/out" baoshu
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
WORKDIR /src
RUN python -m venv /opt/baoshu
# locked first: a change of the code does not install everything anew
COPY requirements/run.txt requirements/
RUN /opt/baoshu/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY pipeline pipeline
RUN /opt/baoshu/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:${PYTHON}-slim
COPY --from=build /opt/baoshu /opt/baoshu
# any user will do (--user); files of the run belong to whoever that is
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin baoshu \
    && mkdir /in /out && chown baoshu /out
ENV PATH=/opt/baoshu/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER baoshu
WORKDIR /out
VOLUME ["/in", "/out"]
ENTRYPOINT ["baoshu"]
CMD ["run", "/in", "--out", "/out"]
