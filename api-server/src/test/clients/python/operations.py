#!/usr/bin/env python3
"""Calls every operation of the write service, errors included, with an unmodified boto3.

The client finds the server by AWS_ENDPOINT_URL. A second key that may do nothing is taken from
DENIED_ACCESS_KEY_ID and DENIED_SECRET_ACCESS_KEY, if they are there. Ends with an error when an
answer is wrong.
"""

import os
import time

import boto3
from botocore.exceptions import ClientError

DATABASE = "operations_python"
TABLE = "load"


def check(found, expected):
    if found != expected:
        raise SystemExit(f"expected {expected!r}, found {found!r}")


def check_raises(expected, call, **request):
    try:
        call(**request)
    except expected:
        return
    raise SystemExit(f"{request} was accepted")


def check_code(expected, call, **request):
    try:
        call(**request)
    except ClientError as error:
        check(error.response["Error"]["Code"], expected)
        return
    raise SystemExit(f"{request} was accepted")


def databases(write):
    errors = write.exceptions
    check(len(write.describe_endpoints()["Endpoints"]), 1)
    created = write.create_database(DatabaseName=DATABASE, Tags=[{"Key": "team", "Value": "a"}])["Database"]
    check(write.describe_database(DatabaseName=DATABASE)["Database"], created)
    check_raises(errors.ConflictException, write.create_database, DatabaseName=DATABASE)
    check_raises(errors.ValidationException, write.create_database, DatabaseName="no spaces")
    updated = write.update_database(DatabaseName=DATABASE, KmsKeyId="alias/new")["Database"]
    check(":key/" in updated["KmsKeyId"], True)
    check_raises(errors.ResourceNotFoundException, write.update_database, DatabaseName="nowhere", KmsKeyId="k")
    check_raises(errors.ResourceNotFoundException, write.describe_database, DatabaseName="nowhere")
    listed = []
    page = write.list_databases(MaxResults=1)
    while True:
        listed += page["Databases"]
        if "NextToken" not in page:
            break
        page = write.list_databases(MaxResults=1, NextToken=page["NextToken"])
    check([database for database in listed if database["DatabaseName"] == DATABASE], [updated])
    check_raises(errors.ValidationException, write.list_databases, NextToken="made up")
    return created["Arn"]


def tables(write):
    created = write.create_table(
        DatabaseName=DATABASE,
        TableName=TABLE,
        Schema={"CompositePartitionKey": [{"Type": "DIMENSION", "Name": "host", "EnforcementInRecord": "REQUIRED"}]},
    )["Table"]
    updated = write.update_table(
        DatabaseName=DATABASE,
        TableName=TABLE,
        RetentionProperties={"MemoryStoreRetentionPeriodInHours": 12, "MagneticStoreRetentionPeriodInDays": 7},
        MagneticStoreWriteProperties={
            "EnableMagneticStoreWrites": True,
            "MagneticStoreRejectedDataLocation": {"S3Configuration": {"BucketName": "reports"}},
        },
        Schema={"CompositePartitionKey": [{"Type": "DIMENSION", "Name": "host", "EnforcementInRecord": "OPTIONAL"}]},
    )["Table"]
    check(updated["RetentionProperties"]["MagneticStoreRetentionPeriodInDays"], 7)
    check(updated["Schema"]["CompositePartitionKey"][0]["EnforcementInRecord"], "OPTIONAL")
    check(updated["CreationTime"], created["CreationTime"])
    check(write.describe_table(DatabaseName=DATABASE, TableName=TABLE)["Table"], updated)
    check(write.list_tables(DatabaseName=DATABASE)["Tables"], [updated])
    check_raises(
        write.exceptions.ValidationException,
        write.update_table,
        DatabaseName=DATABASE,
        TableName=TABLE,
        Schema={"CompositePartitionKey": [{"Type": "MEASURE"}]},
    )
    return created["Arn"]


def records(write):
    errors = write.exceptions
    target = {"DatabaseName": DATABASE, "TableName": TABLE}
    record = {
        "Dimensions": [{"Name": "host", "Value": "h1"}],
        "MeasureName": "cpu",
        "MeasureValue": "1.5",
        "Time": str(int(time.time() * 1000)),
        "Version": 2,
    }
    check(write.write_records(Records=[record], **target)["RecordsIngested"]["Total"], 1)
    try:
        write.write_records(Records=[dict(record, MeasureValue="2.5", Version=1)], **target)
        raise SystemExit("a lower version was accepted")
    except errors.RejectedRecordsException as some:
        check(some.response["ResponseMetadata"]["HTTPStatusCode"], 419)
        check(some.response["RejectedRecords"][0]["ExistingVersion"], 2)
    check_raises(
        errors.ValidationException, write.write_records, Records=[dict(record, MeasureValue="no number")], **target
    )
    check_raises(
        errors.ResourceNotFoundException, write.write_records, DatabaseName=DATABASE, TableName="gone", Records=[record]
    )


def tags(write, query, arn):
    write.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "b"}])
    write.untag_resource(ResourceARN=arn, TagKeys=["stage"])
    check(write.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "team", "Value": "b"}])
    query.tag_resource(ResourceARN=arn, Tags=[{"Key": "more", "Value": ""}])
    pages = query.get_paginator("list_tags_for_resource").paginate(ResourceARN=arn, PaginationConfig={"PageSize": 1})
    check([tag["Key"] for page in pages for tag in page["Tags"]], ["more", "team"])
    check_raises(write.exceptions.ResourceNotFoundException, write.list_tags_for_resource, ResourceARN=arn + "-gone")
    many = [{"Key": f"k{i}", "Value": "v"} for i in range(200)]
    check_raises(write.exceptions.ServiceQuotaExceededException, write.tag_resource, ResourceARN=arn, Tags=many)


def denied():
    key = os.environ.get("DENIED_ACCESS_KEY_ID")
    if key is None:
        return
    secret = os.environ["DENIED_SECRET_ACCESS_KEY"]
    write = boto3.client("timestream-write", aws_access_key_id=key, aws_secret_access_key=secret)
    check_raises(write.exceptions.AccessDeniedException, write.describe_database, DatabaseName=DATABASE)
    wrong = boto3.client("timestream-write", aws_access_key_id=key, aws_secret_access_key="wrong")
    check_code("InvalidSignatureException", wrong.list_databases)


def main():
    write = boto3.client("timestream-write")
    query = boto3.client("timestream-query")
    database_arn = databases(write)
    table_arn = tables(write)
    records(write)
    tags(write, query, table_arn)
    check(write.list_tags_for_resource(ResourceARN=database_arn)["Tags"], [{"Key": "team", "Value": "a"}])
    check_raises(write.exceptions.ValidationException, write.delete_database, DatabaseName=DATABASE)
    write.delete_table(DatabaseName=DATABASE, TableName=TABLE)
    check_raises(
        write.exceptions.ResourceNotFoundException, write.describe_table, DatabaseName=DATABASE, TableName=TABLE
    )
    write.delete_database(DatabaseName=DATABASE)
    check_raises(write.exceptions.ResourceNotFoundException, write.delete_database, DatabaseName=DATABASE)
    denied()
    print(f"operations with boto3 {boto3.__version__}: all answers as expected")


if __name__ == "__main__":
    main()
