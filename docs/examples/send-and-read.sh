#!/bin/sh
# Sends a message with an attachment as one demonstration person, and reads it as another.
#   sh docs/examples/send-and-read.sh [http://localhost:3000]
set -eu

service=${1:-http://localhost:3000}
api=$service/api/v1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The value of a property path of the JSON read: field accounts.0.id
field() { node -p 'process.argv[1].split(".").reduce((at, key) => at[key], JSON.parse(fs.readFileSync(0, "utf8")))' "$1"; }

# login NAME: goes through the whole OpenID Connect exchange, without a page (demonstration only).
login() { curl -fsSL -o /dev/null -b "$folder/$1" -c "$folder/$1" "$service/auth/login?as=$1@medimail.test"; }

# as NAME CURL-ARGUMENTS…
as() {
  person=$1
  shift
  curl -sS --fail-with-body -b "$folder/$person" "$@"
}

login antoine.mennebeuf
login claire.pradel
from=$(as antoine.mennebeuf "$api/me" | field accounts.0.id)
to=$(as claire.pradel "$api/me" | field accounts.0.id)

# Attachments are uploaded first, as raw bytes.
printf 'Bonjour' >"$folder/bonjour.txt"
attachment=$(as antoine.mennebeuf "$api/mailboxes/$from/attachments" \
  -H 'Content-Type: text/plain' -H 'Content-Disposition: attachment; filename="bonjour.txt"' \
  --data-binary @"$folder/bonjour.txt" | field id)

# The same key and body give the same message, however often they are posted.
message=$(as antoine.mennebeuf "$api/mailboxes/$from/messages" -D "$folder/headers" \
  -H 'Content-Type: application/json' -H "Idempotency-Key: $attachment" \
  -d "{\"to\":[\"claire.pradel@medimail.test\"],\"cc\":[],\"subject\":\"Bonjour\",\"html\":\"<p>Bonjour,</p>\",\"attachments\":[\"$attachment\"]}" |
  field id)
after=$(sed -n 's/^[Xx]-[Aa]fter: *\([^ ]*\)\r$/\1/p' "$folder/headers")

echo "Sent: $message"
# With X-After the list waits until it shows what was just sent.
as claire.pradel "$api/mailboxes/$to/messages?limit=1" -H "X-After: $after" | field items.0.id
# Opening is recorded, and answers the whole message.
as claire.pradel -X POST "$api/mailboxes/$to/messages/$message/open" | field events.0.text
as claire.pradel "$api/mailboxes/$to/messages/$message" >"$folder/message.json"
as claire.pradel "$api/mailboxes/$to/messages/$message/attachments/$(field attachments.0.id <"$folder/message.json")"
echo
