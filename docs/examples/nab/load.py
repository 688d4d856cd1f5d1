#!/usr/bin/env python3
"""Loads measurements of the Numenta Anomaly Benchmark into table nab.measurements.

    load.py FOLDER      FOLDER/<source>/<metric>.csv, lines of "2014-04-10 00:04:00,91.958"

The path becomes the dimensions "source" and "metric", times are UTC. Nothing here is special to
Lodestone: the client finds the server by AWS_ENDPOINT_URL.
"""

import csv
import datetime
import pathlib
import sys

import boto3

RECORDS_OF_A_REQUEST = 100


def measurements(path):
    """The records of one file."""
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            time = datetime.datetime.fromisoformat(row["timestamp"])
            seconds = int(time.replace(tzinfo=datetime.timezone.utc).timestamp())
            yield {"Time": str(seconds), "MeasureValue": row["value"]}


def load(write, path):
    """Writes one file. Returns the numbers of records and of rejected ones."""
    common = {
        "Dimensions": [
            {"Name": "source", "Value": path.parent.name},
            {"Name": "metric", "Value": path.stem},
        ],
        "MeasureName": "value",
        "MeasureValueType": "DOUBLE",
        "TimeUnit": "SECONDS",
    }
    records = list(measurements(path))
    rejected = 0
    for start in range(0, len(records), RECORDS_OF_A_REQUEST):
        try:
            write.write_records(
                DatabaseName="nab",
                TableName="measurements",
                CommonAttributes=common,
                Records=records[start : start + RECORDS_OF_A_REQUEST],
            )
        except write.exceptions.RejectedRecordsException as some:
            # A second value at one instant, at the same version: the first one stays.
            rejected += len(some.response["RejectedRecords"])
    return len(records), rejected


def create_table(write):
    try:
        write.create_database(DatabaseName="nab")
    except write.exceptions.ConflictException:
        pass
    try:
        write.create_table(
            DatabaseName="nab",
            TableName="measurements",
            RetentionProperties={
                "MemoryStoreRetentionPeriodInHours": 6,
                "MagneticStoreRetentionPeriodInDays": 73000,
            },
            # The measurements are years old: without this they would all be rejected.
            MagneticStoreWriteProperties={"EnableMagneticStoreWrites": True},
        )
    except write.exceptions.ConflictException:
        pass


def summaries(query):
    statement = (
        "SELECT source, metric, count(*), min(measure_value::double),"
        " max(measure_value::double), avg(measure_value::double)"
        " FROM nab.measurements GROUP BY source, metric ORDER BY source, metric"
    )
    for page in query.get_paginator("query").paginate(QueryString=statement):
        for row in page["Rows"]:
            yield [datum.get("ScalarValue") for datum in row["Data"]]


def main(folder):
    write = boto3.client("timestream-write")
    query = boto3.client("timestream-query")
    create_table(write)
    for path in sorted(pathlib.Path(folder).glob("*/*.csv")):
        records, rejected = load(write, path)
        print(f"{path.parent.name}/{path.stem}: {records} records, {rejected} rejected")
    print()
    for source, metric, count, least, most, mean in summaries(query):
        print(f"{source}/{metric}: {count} rows, {least} to {most}, {float(mean):.6g} on average")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
