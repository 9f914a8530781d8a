# Baton in a container: docker build -t baton . && docker run -p 8080:8080 -v baton:/data baton
# The images are pinned to a version; raise them with global.json. A digest (…@sha256:…) pins them further.
FROM node:22-bookworm-slim AS libraries
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund --ignore-scripts

FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source

# What is restored changes rarely, so it is a layer of its own.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Baton.Core/Baton.Core.csproj src/Baton.Core/
COPY src/Baton.Server/Baton.Server.csproj src/Baton.Server/
RUN dotnet restore src/Baton.Server --use-current-runtime -p:PublishReadyToRun=true

# The styles and scripts of the pages, newer than what asks for them, so that the build brings none itself.
COPY package.json package-lock.json ./
COPY --from=libraries /source/node_modules node_modules
COPY samples/ samples/
COPY src/ src/
RUN touch node_modules/.package-lock.json
RUN dotnet publish src/Baton.Server --configuration Release --no-restore --use-current-runtime --self-contained false \
      -p:PublishReadyToRun=true --output /out/app \
    && mkdir -p /out/data

# Without a shell or a package manager: nothing but .NET and Baton.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled
COPY --from=build /out/app /app
COPY --from=build --chown=1654:1654 --chmod=700 /out/data /data
ENV BATON_DATA=/data/baton.db \
    BATON_URLS=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0
# Not root, and a number, so that Kubernetes can tell (runAsNonRoot).
USER 1654:1654
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Whether it answers, not whether the database does: starting Baton again mends no database.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["/app/baton", "health", "--live"]
ENTRYPOINT ["/app/baton"]
CMD ["serve"]
