#!/bin/sh
# Calls every operation of the write service, errors included, with an unmodified AWS CLI. The client is
# told where the server is by AWS_ENDPOINT_URL. A second key that may do nothing is taken from
# DENIED_ACCESS_KEY_ID and DENIED_SECRET_ACCESS_KEY, if they are there. Ends with an error when an
# answer is wrong.
set -eu

database=operations_cli
table=load

check() {
  if [ "$1" != "$2" ]; then
    echo "expected $2, found $1" >&2
    exit 1
  fi
}

# The endpoint is given as a flag: CLI 2.9 does not know the variable.
write() {
  aws --endpoint-url "$AWS_ENDPOINT_URL" timestream-write "$@" --output text
}

fails() {
  expected=$1
  shift
  if message=$(write "$@" 2>&1); then
    echo "accepted: $*" >&2
    exit 1
  fi
  case $message in
    *"($expected)"*) ;;
    *) echo "expected $expected, found $message" >&2; exit 1 ;;
  esac
}

write create-database --database-name "$database" --tags Key=team,Value=a >/dev/null
fails ConflictException create-database --database-name "$database"
fails ValidationException create-database --database-name 'no spaces'
check "$(write describe-database --database-name "$database" --query Database.DatabaseName)" "$database"
check "$(write list-databases --max-results 20 --query "Databases[?DatabaseName=='$database'].TableCount")" 0
check "$(write describe-endpoints --query 'length(Endpoints)')" 1
fails ResourceNotFoundException describe-database --database-name nowhere
check "$(write update-database --database-name "$database" --kms-key-id alias/new --query 'contains(Database.KmsKeyId, `:key/`)')" True
arn=$(write create-table --database-name "$database" --table-name "$table" --query Table.Arn)
check "$(write update-table --database-name "$database" --table-name "$table" \
  --retention-properties MemoryStoreRetentionPeriodInHours=12,MagneticStoreRetentionPeriodInDays=7 \
  --query Table.RetentionProperties.MagneticStoreRetentionPeriodInDays)" 7
check "$(write describe-table --database-name "$database" --table-name "$table" --query Table.TableStatus)" ACTIVE
check "$(write list-tables --database-name "$database" --query 'Tables[].TableName')" "$table"
fails ConflictException create-table --database-name "$database" --table-name "$table"
fails ResourceNotFoundException create-table --database-name nowhere --table-name "$table"
fails ValidationException update-table --database-name "$database" --table-name "$table" \
  --schema 'CompositePartitionKey=[{Type=DIMENSION,Name=host}]'

now=$(date +%s)
record() {
  printf '{"Dimensions":[{"Name":"host","Value":"h1"}],"MeasureName":"cpu","MeasureValue":"%s","Time":"%s","TimeUnit":"SECONDS","Version":%s}' "$1" "$now" "$2"
}
records=$(record 1.5 2)
check "$(write write-records --database-name "$database" --table-name "$table" --records "[$records]" \
  --query RecordsIngested.Total)" 1
records=$(record 2.5 1)
fails RejectedRecordsException write-records --database-name "$database" --table-name "$table" --records "[$records]"
records=$(record no-number 3)
fails ValidationException write-records --database-name "$database" --table-name "$table" --records "[$records]"
fails ResourceNotFoundException write-records --database-name "$database" --table-name nowhere --records "[$records]"

write tag-resource --resource-arn "$arn" --tags Key=team,Value=b Key=stage,Value=test >/dev/null
write untag-resource --resource-arn "$arn" --tag-keys stage >/dev/null
check "$(write list-tags-for-resource --resource-arn "$arn" --query 'Tags[].Value')" b
fails ResourceNotFoundException list-tags-for-resource --resource-arn "$arn-gone"
many=$(awk 'BEGIN { for (i = 0; i < 200; i++) printf "Key=k%d,Value=v ", i }')
# One word for each tag.
fails ServiceQuotaExceededException tag-resource --resource-arn "$arn" --tags $many
fails ValidationException delete-database --database-name "$database"
write delete-table --database-name "$database" --table-name "$table" >/dev/null
fails ResourceNotFoundException describe-table --database-name "$database" --table-name "$table"
fails ResourceNotFoundException delete-table --database-name "$database" --table-name "$table"
write delete-database --database-name "$database" >/dev/null
fails ResourceNotFoundException delete-database --database-name "$database"
if [ -n "${DENIED_ACCESS_KEY_ID:-}" ]; then
  export AWS_ACCESS_KEY_ID="$DENIED_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY="$DENIED_SECRET_ACCESS_KEY"
  fails AccessDeniedException list-databases
  fails AccessDeniedException write-records --database-name "$database" --table-name "$table" --records "[$records]"
  export AWS_SECRET_ACCESS_KEY=wrong
  fails InvalidSignatureException list-databases
fi
echo "operations with $(aws --version 2>&1 | cut -d' ' -f1): all answers as expected"
