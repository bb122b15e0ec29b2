# The plugin's image: a Node runtime and the two bundled programs of dist/, which `npm run build` makes.
# Building it needs no network beyond the base image.
#
#   npm install && npm run build
#   docker build -t registry.example/dvs:0.1.0 .
#
# The base image is named by an exact tag; to pin its content as well, look up the digest once and pass it:
#   docker buildx imagetools inspect node:24.21.0-bookworm-slim
#   docker build --build-arg BASE=node:24.21.0-bookworm-slim@sha256:… -t registry.example/dvs:0.1.0 .
ARG BASE=docker.io/library/node:24.21.0-bookworm-slim
FROM ${BASE}
COPY dist/ /opt/dvs/
# any other non-root user will do as well; a numeric id lets the kubelet check runAsNonRoot
USER 65532:65532
WORKDIR /tmp
ENTRYPOINT ["node", "/opt/dvs/plugin.mjs"]
