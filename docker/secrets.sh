#!/bin/sh
# Makes what docker/compose.yaml mounts as secrets, in docker/secrets: random keys and passwords, and the bot's token, which is
# the first argument (or a line on standard input). What is there already is left alone: a new key would not open old data.
#
# Compose mounts the files as they are, with this machine's owner and mode, and the containers run as users of their own: so
# the files may be read by all, and the folder, which they are not mounted with, by you alone.
set -eu
umask 077
here="$(cd "$(dirname "$0")" && pwd)/secrets"
mkdir -p "$here"
chmod 700 "$here"

keep() { # keep NAME VALUE
  if [ -s "$here/$1" ]; then
    echo "kept  $1"
  else
    printf '%s\n' "$2" > "$here/$1"
    chmod 444 "$here/$1"
    echo "made  $1"
  fi
}

random() { # url-safe base64 of 32 bytes: a Fernet key, and a good password
  head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'
}

token="${1:-}"
if [ -z "$token" ] && [ ! -s "$here/telegram_token" ]; then
  echo 'The token that @BotFather gave you:' >&2
  IFS= read -r token
fi

keep secret_key "$(random)"
keep postgres_password "$(random | tr -d '=')"
keep database_url "postgres://belfry:$(cat "$here/postgres_password")@postgres/belfry"
keep waha_key "$(random | tr -d '=')"
keep waha.env "WAHA_API_KEY=$(cat "$here/waha_key")"
keep telegram_token "$token"
echo "In $here. Keep a copy of secret_key apart from your backups: nothing opens them without it."
