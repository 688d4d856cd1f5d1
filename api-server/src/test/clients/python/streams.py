#!/usr/bin/env python3
"""Switches a table's stream on with an unmodified boto3, writes, and reads with the example.

The client finds the server by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
"""

import pathlib
import subprocess
import sys
import time

import boto3
from botocore.exceptions import ClientError

DATABASE = "streams_python"
TABLE = "load"
NAME = f"{DATABASE}.{TABLE}"
EXAMPLE = pathlib.Path(__file__).resolve().parents[5] / "docs/examples/streams/consume.py"


def check(found, expected):
    if found != expected:
        raise SystemExit(f"expected {expected!r}, found {found!r}")


def check_code(expected, call, **request):
    try:
        call(**request)
    except ClientError as error:
        check(error.response["Error"]["Code"], expected)
        return
    raise SystemExit(f"{request} was accepted")


def write_points(write, now, value, version):
    records = [
        {"Dimensions": [{"Name": "host", "Value": f"h{i}"}], "MeasureName": "cpu", "MeasureValue": value}
        for i in range(5)
    ]
    common = {"Time": now, "TimeUnit": "SECONDS", "Version": version}
    write.write_records(DatabaseName=DATABASE, TableName=TABLE, CommonAttributes=common, Records=records)


def main():
    write = boto3.client("timestream-write")
    tables = boto3.client("dynamodb")
    streams = boto3.client("dynamodbstreams")
    write.create_database(DatabaseName=DATABASE)
    write.create_table(DatabaseName=DATABASE, TableName=TABLE)
    on = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    arn = tables.update_table(TableName=NAME, StreamSpecification=on)["TableDescription"]["LatestStreamArn"]
    check([stream["StreamArn"] for stream in streams.list_streams(TableName=NAME)["Streams"]], [arn])
    now = str(int(time.time()))
    write_points(write, now, "1.5", 1)
    write_points(write, now, "2.5", 2)
    read = subprocess.run([sys.executable, EXAMPLE, NAME, "10"], capture_output=True, text=True, timeout=60, check=True)
    lines = [line.split(" ", 2)[:2] for line in read.stdout.splitlines()]
    for host in range(5):
        series = f"cpu,host=h{host}"
        check([event for event, of in lines if of == series], ["INSERT", "MODIFY"])
    check(read.stdout.count("'measure_value::double': {'N': '2.5'}"), 5)
    check_code("ResourceNotFoundException", streams.describe_stream, StreamArn=arn + "9")
    check_code("ValidationException", streams.get_records, ShardIterator="made up")
    check_code("ValidationException", tables.update_table, TableName=NAME, StreamSpecification=on)
    tables.update_table(TableName=NAME, StreamSpecification={"StreamEnabled": False})
    check(streams.describe_stream(StreamArn=arn)["StreamDescription"]["StreamStatus"], "DISABLED")
    write.delete_table(DatabaseName=DATABASE, TableName=TABLE)
    write.delete_database(DatabaseName=DATABASE)
    print(f"streams with boto3 {boto3.__version__}: all answers as expected")


if __name__ == "__main__":
    main()
