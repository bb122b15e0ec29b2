# The image of the plugin and of the command `dvs`: a Node runtime and what `npm run build` made. Building it needs no
# network beyond the base image.
#
#   npm install && npm run build
#   docker build -t registry.example/dvs:0.1.0 .
#
# The base image is named by an exact tag; to pin its content as well, look up the digest once and pass it:
#   docker buildx imagetools inspect node:24.21.0-bookworm-slim
#   docker build --build-arg BASE=node:24.21.0-bookworm-slim@sha256:… -t registry.example/dvs:0.1.0 .
#
# What runs by default is the plugin, as Sonobuoy's definition names no command. The command line:
#   docker run --rm -v "$PWD":/work -w /work -u "$(id -u)" registry.example/dvs:0.1.0 dvs report site.tar.gz -o report.html
ARG BASE=docker.io/library/node:24.21.0-bookworm-slim
FROM ${BASE}
LABEL org.opencontainers.image.title="dvs" \
      org.opencontainers.image.description="Shows whether a cluster enforces the agreed container policies" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# sbom.cdx.json among it lists the packages in the programs; base images describe their own
COPY dist/ /opt/dvs/
ENV PATH=/opt/dvs/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# any other non-root user will do as well; a numeric id lets the kubelet check runAsNonRoot
USER 65532:65532
# the root may be read-only: only the folder for the result is written to
WORKDIR /tmp
# the base's entry point would take a shell
ENTRYPOINT []
# the small young generation of objects keeps the memory low and costs a run nothing that can be measured
CMD ["node", "--max-semi-space-size=1", "/opt/dvs/plugin.mjs"]
