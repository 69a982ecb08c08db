# One program and nothing else, so there is no git in it: --new-from-rev needs
# another way to install regionlint. docs/installing.md says how to use it.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# The C library is linked in; what would need it at run time is done in Go.
RUN CGO_ENABLED=1 go build -trimpath -buildvcs=auto -tags netgo,osusergo \
    -ldflags '-s -w -linkmode external -extldflags "-static -s"' -o /regionlint ./cmd/regionlint

FROM scratch
COPY --from=build /src/LICENSE /LICENSE
COPY --from=build /regionlint /regionlint
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["/regionlint"]
