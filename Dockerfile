# Exporter, remediator, command line and the rendering of the monitoring in one image; which of them runs is the command.
FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY core core
COPY exporter exporter
COPY remediator remediator
COPY cli cli
COPY prometheus prometheus
COPY alertmanager alertmanager
COPY grafana/render-grafana.ts grafana/render-grafana.ts
RUN node node_modules/typescript/bin/tsc --project tsconfig.build.json

FROM node:24-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund

FROM node:24-trixie-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY package.json LICENSE ./
COPY docs/runbooks docs/runbooks
COPY alertmanager/templates alertmanager/templates
COPY grafana/generated grafana/generated
COPY grafana/provisioning grafana/provisioning
# Volumes mounted here take over the owner.
RUN mkdir -p /var/lib/vizora-ops/exporter /var/lib/vizora-ops/remediator \
  && chown -R node:node /var/lib/vizora-ops
USER node
CMD ["node", "bin/vizora-ops-exporter.mjs", "--help"]
