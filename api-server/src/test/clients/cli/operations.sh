#!/bin/sh
# Calls every operation on databases, tables and tags, with an unmodified AWS CLI. The client is told
# where the server is by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
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
check "$(write update-database --database-name "$database" --kms-key-id alias/new --query Database.KmsKeyId)" alias/new
arn=$(write create-table --database-name "$database" --table-name "$table" --query Table.Arn)
check "$(write update-table --database-name "$database" --table-name "$table" \
  --retention-properties MemoryStoreRetentionPeriodInHours=12,MagneticStoreRetentionPeriodInDays=7 \
  --query Table.RetentionProperties.MagneticStoreRetentionPeriodInDays)" 7
check "$(write describe-table --database-name "$database" --table-name "$table" --query Table.TableStatus)" ACTIVE
check "$(write list-tables --database-name "$database" --query 'Tables[].TableName')" "$table"
write tag-resource --resource-arn "$arn" --tags Key=team,Value=b Key=stage,Value=test >/dev/null
write untag-resource --resource-arn "$arn" --tag-keys stage >/dev/null
check "$(write list-tags-for-resource --resource-arn "$arn" --query 'Tags[].Value')" b
fails ResourceNotFoundException list-tags-for-resource --resource-arn "$arn-gone"
fails ValidationException delete-database --database-name "$database"
write delete-table --database-name "$database" --table-name "$table" >/dev/null
fails ResourceNotFoundException describe-table --database-name "$database" --table-name "$table"
write delete-database --database-name "$database" >/dev/null
echo "operations with $(aws --version 2>&1 | cut -d' ' -f1): all answers as expected"
