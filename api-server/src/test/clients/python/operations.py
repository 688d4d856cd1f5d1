#!/usr/bin/env python3
"""Calls every operation on databases, tables and tags, errors included, with an unmodified boto3.

The client finds the server by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
"""

import boto3

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


def databases(write):
    errors = write.exceptions
    created = write.create_database(DatabaseName=DATABASE, Tags=[{"Key": "team", "Value": "a"}])["Database"]
    check(write.describe_database(DatabaseName=DATABASE)["Database"], created)
    check_raises(errors.ConflictException, write.create_database, DatabaseName=DATABASE)
    check_raises(errors.ValidationException, write.create_database, DatabaseName="no spaces")
    updated = write.update_database(DatabaseName=DATABASE, KmsKeyId="alias/new")["Database"]
    check(updated["KmsKeyId"], "alias/new")
    check_raises(errors.ResourceNotFoundException, write.update_database, DatabaseName="nowhere", KmsKeyId="k")
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


def tags(write, query, arn):
    write.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "b"}])
    write.untag_resource(ResourceARN=arn, TagKeys=["stage"])
    check(write.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "team", "Value": "b"}])
    query.tag_resource(ResourceARN=arn, Tags=[{"Key": "more", "Value": ""}])
    pages = query.get_paginator("list_tags_for_resource").paginate(ResourceARN=arn, PaginationConfig={"PageSize": 1})
    check([tag["Key"] for page in pages for tag in page["Tags"]], ["more", "team"])
    check_raises(write.exceptions.ResourceNotFoundException, write.list_tags_for_resource, ResourceARN=arn + "-gone")


def main():
    write = boto3.client("timestream-write")
    query = boto3.client("timestream-query")
    database_arn = databases(write)
    table_arn = tables(write)
    tags(write, query, table_arn)
    check(write.list_tags_for_resource(ResourceARN=database_arn)["Tags"], [{"Key": "team", "Value": "a"}])
    check_raises(write.exceptions.ValidationException, write.delete_database, DatabaseName=DATABASE)
    write.delete_table(DatabaseName=DATABASE, TableName=TABLE)
    check_raises(
        write.exceptions.ResourceNotFoundException, write.describe_table, DatabaseName=DATABASE, TableName=TABLE
    )
    write.delete_database(DatabaseName=DATABASE)
    print(f"operations with boto3 {boto3.__version__}: all answers as expected")


if __name__ == "__main__":
    main()
