#!/bin/sh
# Creates a table, writes to it, reads it and removes it, with an unmodified AWS CLI. The client is
# told where the server is by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
set -eu

database=roundtrip_cli
table=load
now=$(date +%s)
# Given as a flag: CLI 2.9 does not know the variable.
endpoint="--endpoint-url $AWS_ENDPOINT_URL"

check() {
  if [ "$1" != "$2" ]; then
    echo "expected $2, found $1" >&2
    exit 1
  fi
}

aws $endpoint timestream-write create-database --database-name "$database" >/dev/null
aws $endpoint timestream-write create-table --database-name "$database" --table-name "$table" >/dev/null
aws $endpoint timestream-write write-records \
  --database-name "$database" --table-name "$table" \
  --common-attributes '{"Dimensions":[{"Name":"host","Value":"h1"}],"TimeUnit":"SECONDS"}' \
  --records "[{\"MeasureName\":\"cpu\",\"MeasureValue\":\"13.5\",\"Time\":\"$now\"},
              {\"MeasureName\":\"mem\",\"MeasureValue\":\"40\",\"MeasureValueType\":\"BIGINT\",\"Time\":\"$now\"}]" \
  >/dev/null
found=$(aws $endpoint timestream-query query --output text \
  --query 'Rows[].Data[].ScalarValue' \
  --query-string "SELECT measure_name, measure_value::double FROM $database.$table WHERE measure_name = 'cpu'")
check "$(echo $found)" "cpu 13.5"
aws $endpoint timestream-write delete-table --database-name "$database" --table-name "$table"
aws $endpoint timestream-write delete-database --database-name "$database"
if aws $endpoint timestream-write describe-database --database-name "$database" >/dev/null 2>&1; then
  echo "a deleted database was described" >&2
  exit 1
fi
echo "round trip with $(aws --version 2>&1 | cut -d' ' -f1): all answers as expected"
