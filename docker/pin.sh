#!/bin/sh
# Pins every image of docker/compose.yaml by its digest: writes docker/.env, which compose reads beside that file. A tag may be
# made anew under the same name, a digest may not, so a build and a start are the same in a year. Run it again to take what is
# new. It needs docker with buildx, and asks the registry only for the digests.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
new="$here/.env.new"
trap 'rm -f "$new"' EXIT

pin() { # pin VARIABLE IMAGE
  digest="$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$2")"
  case "$digest" in
    sha256:*) echo "$1=$2@$digest" ;;
    *) echo "no digest of $2: $digest" >&2; exit 1 ;;
  esac
}

# The images and their variables stand in the compose file, as ${VARIABLE:-image}.
images="$(sed -n 's/.*\${\(BELFRY_BASE\|[A-Z]*_IMAGE\):-\([^}]*\)}.*/\1 \2/p' "$here/compose.yaml" | grep -v '^BELFRY_IMAGE ')"
[ ! -f "$here/.env" ] || grep -Ev '^(BELFRY_BASE|POSTGRES_IMAGE|VALKEY_IMAGE|WAHA_IMAGE)=' "$here/.env" > "$new" || true
echo "$images" | while read -r variable image; do
  pin "$variable" "$image" >> "$new"
done
mv "$new" "$here/.env"
cat "$here/.env"
