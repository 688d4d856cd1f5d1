#!/usr/bin/env bash
# Runs the programs of this folder against a server of its own: every client family that is there, with
# signatures verified and a second key that may do nothing. A family that is not installed is passed
# over with a message, but for npm packages, which are fetched into a folder for the time being. Ends with
# an error when a program does.
set -euo pipefail

clients=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
lodestone=$clients/../../../../lodestone
folder=$(mktemp -d)
server=
failed=0

end() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT

"$lodestone" version >/dev/null
printf '%s' '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"timestream:DescribeEndpoints","Resource":"*"}]}' \
  >"$folder/nothing.json"
read -r DENIED_ACCESS_KEY_ID DENIED_SECRET_ACCESS_KEY < <(
  "$lodestone" keys create --data-dir "$folder/data" --user nobody --policy "$folder/nothing.json" --json \
    | sed 's/.*"id":"\([^"]*\)".*"secret":"\([^"]*\)".*/\1 \2/'
)
export DENIED_ACCESS_KEY_ID DENIED_SECRET_ACCESS_KEY
"$lodestone" keys encryption create --data-dir "$folder/data" --alias alias/new >/dev/null

"$lodestone" serve --data-dir "$folder/data" --port 0 >"$folder/ready" 2>"$folder/server.log" &
server=$!
until grep -q '^Lodestone ready on ' "$folder/ready"; do
  kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; exit 1; }
  sleep 0.2
done
unset "${!AWS_@}"
eval "$("$lodestone" env --data-dir "$folder/data")"
export AWS_EC2_METADATA_DISABLED=true
export LODESTONE_DATA=$folder/data

run() {
  if ! "$@"; then
    echo "failed: $*" >&2
    failed=1
  fi
}

if python3 -c 'import boto3' 2>/dev/null; then
  for program in round_trip operations streams paging unload; do
    run python3 "$clients/python/$program.py"
  done
else
  echo "skipped: boto3 is not installed"
fi

if command -v aws >/dev/null; then
  for program in round-trip operations; do
    run sh "$clients/cli/$program.sh"
  done
else
  echo "skipped: the AWS CLI is not installed"
fi

if command -v node >/dev/null && { [ -d "$clients/javascript/node_modules" ] || command -v npm >/dev/null; }; then
  programs=$clients/javascript
  if [ ! -d "$programs/node_modules" ]; then
    programs=$folder/javascript
    cp -r "$clients/javascript" "$programs"
    (cd "$programs" && npm install --no-audit --no-fund --silent) || failed=1
  fi
  for program in round-trip operations paging; do
    run node "$programs/$program.js"
  done
else
  echo "skipped: Node.js or npm is not installed"
fi

# The older SDK for Java is fetched by hand only: a pom.xml in its folder says how.
if [ -d "$clients/java-v1/lib" ]; then
  (cd "$clients/java-v1" && run java -cp 'lib/*' Paging.java && exit "$failed") || failed=1
else
  echo "skipped: the AWS SDK for Java 1.x is not installed"
fi

# The JDBC driver is fetched by hand only: the comment of the program says where from.
if [ -d "$clients/jdbc/lib" ] && command -v aws >/dev/null; then
  aws timestream-write create-database --database-name by-jdbc >/dev/null
  aws timestream-write create-table --database-name by-jdbc --table-name one >/dev/null
  aws timestream-write write-records --database-name by-jdbc --table-name one --records \
    "Dimensions=[{Name=host,Value=one}],MeasureName=degrees,MeasureValue=21.5,MeasureValueType=DOUBLE,Time=$(date +%s)000" >/dev/null
  (cd "$clients/jdbc" && run java -cp 'lib/*' Reading.java by-jdbc one && exit "$failed") || failed=1
else
  echo "skipped: the Timestream JDBC driver or the AWS CLI is not installed"
fi
exit "$failed"
