#!/usr/bin/env python3
"""Creates a table, writes to it, reads it in pages and removes it, with an unmodified boto3.

The client finds the server by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
"""

import time

import boto3

DATABASE = "roundtrip_python"
TABLE = "load"


def check(found, expected):
    if found != expected:
        raise SystemExit(f"expected {expected!r}, found {found!r}")


def write_points(write, now):
    ingested = write.write_records(
        DatabaseName=DATABASE,
        TableName=TABLE,
        CommonAttributes={
            "Dimensions": [{"Name": "host", "Value": "größe-1"}],
            "MeasureName": "load",
            "MeasureValueType": "MULTI",
            "Version": 3,
        },
        Records=[
            {
                "Time": str(now - i),
                "MeasureValues": [
                    {"Name": "user", "Value": str(i / 4), "Type": "DOUBLE"},
                    {"Name": "note", "Value": f'"{i}"\n', "Type": "VARCHAR"},
                ],
            }
            for i in range(10)
        ],
    )["RecordsIngested"]
    check(ingested, {"Total": 10, "MemoryStore": 10, "MagneticStore": 0})


def write_rejected(write, now):
    single = {
        "Dimensions": [{"Name": "host", "Value": "größe-1"}],
        "MeasureName": "load",
        "MeasureValueType": "MULTI",
        "MeasureValues": [{"Name": "user", "Value": "99", "Type": "DOUBLE"}],
        "Time": str(now),
        "Version": 2,
    }
    good = dict(single, MeasureName="other")
    try:
        write.write_records(DatabaseName=DATABASE, TableName=TABLE, Records=[good, single])
        raise SystemExit("a lower version was accepted")
    except write.exceptions.RejectedRecordsException as some:
        (rejected,) = some.response["RejectedRecords"]
        check((rejected["RecordIndex"], rejected["ExistingVersion"]), (1, 3))


def read_pages(query):
    pages = query.get_paginator("query").paginate(
        QueryString=f"SELECT user, note FROM {DATABASE}.{TABLE} WHERE measure_name = 'load' ORDER BY user",
        PaginationConfig={"PageSize": 4},
    )
    return [[datum["ScalarValue"] for datum in row["Data"]] for page in pages for row in page["Rows"]]


def main():
    write = boto3.client("timestream-write")
    query = boto3.client("timestream-query")
    now = int(time.time() * 1000)
    write.create_database(DatabaseName=DATABASE)
    write.create_table(DatabaseName=DATABASE, TableName=TABLE)
    write_points(write, now)
    write_rejected(write, now)
    check(read_pages(query), [[str(i / 4), f'"{i}"\n'] for i in range(10)])
    check([d["DatabaseName"] for d in write.list_databases()["Databases"] if d["DatabaseName"] == DATABASE], [DATABASE])
    write.delete_table(DatabaseName=DATABASE, TableName=TABLE)
    write.delete_database(DatabaseName=DATABASE)
    try:
        write.describe_database(DatabaseName=DATABASE)
        raise SystemExit("a deleted database was described")
    except write.exceptions.ResourceNotFoundException:
        pass
    print(f"round trip with boto3 {boto3.__version__}: all answers as expected")


if __name__ == "__main__":
    main()
