#!/usr/bin/env python3
"""Unloads what a query makes with an unmodified boto3, and reads the files.

The client finds the server by AWS_ENDPOINT_URL, and the files in the folder of the data directory
that LODESTONE_DATA names; without it they are not read. Ends with an error when an answer is wrong.
"""

import csv
import gzip
import io
import json
import os
import string

import boto3
from botocore.exceptions import ClientError

ROWS = 5_000
QUERY = (
    "SELECT x, x / 4.0 AS quarter, CASE WHEN x % 7 = 0 THEN NULL ELSE 'a \"text\", ' || CAST(x AS varchar) END AS t,"
    " ARRAY[x, NULL] AS pair, CASE x % 3 WHEN 0 THEN 'Social Media' WHEN 1 THEN 'a/b' END AS channel"
    f" FROM UNNEST(sequence(1, {ROWS})) AS s(x)"
)
PLAIN = (string.ascii_letters + string.digits + ".-_").encode()


def check(found, expected):
    if found != expected:
        raise SystemExit(f"expected {expected!r}, found {found!r}")


def file_of(url):
    """Where an object lies: what is no letter, digit, '.', '-' or '_' is written as its number."""
    names = [
        "".join(chr(b) if b in PLAIN else f"_x{b:02X}_" for b in part.encode())
        for part in url.removeprefix("s3://").split("/")
    ]
    return os.path.join(os.environ["LODESTONE_DATA"], "buckets", *names)


def content(url):
    with open(file_of(url), "rb") as file:
        return file.read()


def expected_row(x):
    text = "" if x % 7 == 0 else f'a "text", {x}'
    return [str(x), repr(x / 4.0), text, f"[{x},null]"]


def unload(query, options):
    statement = f"UNLOAD ({QUERY}) TO 's3://plant-exports/python/' WITH ({options})"
    pages = list(query.get_paginator("query").paginate(QueryString=statement))
    columns = [column["Name"] for column in pages[-1]["ColumnInfo"]]
    rows = [row for page in pages for row in page["Rows"]]
    check(len(rows), 1)
    answer = dict(zip(columns, (value["ScalarValue"] for value in rows[0]["Data"])))
    check(answer["rows"], str(ROWS))
    check(answer["manifestFile"].startswith("s3://plant-exports/python/" + pages[-1]["QueryId"]), True)
    return answer


def read_back(answer, unpack, parse):
    manifest = json.loads(content(answer["manifestFile"]))
    metadata = json.loads(content(answer["metadataFile"]))
    check([column["Name"] for column in metadata["ColumnInfo"]], ["x", "quarter", "t", "pair", "channel"])
    check(manifest["query_metadata"]["total_row_count"], ROWS)
    found = {}
    for file in manifest["result_files"]:
        data = content(file["url"])
        check(len(data), file["file_metadata"]["content_length_in_bytes"])
        rows = list(parse(io.StringIO(unpack(data).decode(), newline="")))
        check(len(rows), file["file_metadata"]["row_count"])
        folder = file["url"].split("/results/")[1].rsplit("/", 1)[0]
        found.setdefault(folder, []).extend(rows)
    folders = ["channel=Social Media", "channel=a%2Fb", "channel=__HIVE_DEFAULT_PARTITION__"]
    check(sorted(found), sorted(folders))
    for remainder, folder in enumerate(folders):
        check(found[folder], [expected_row(x) for x in range(1, ROWS + 1) if x % 3 == remainder])
    print(ROWS, "rows in", len(manifest["result_files"]), "files")


def main():
    query = boto3.client("timestream-query")
    packed = unload(query, "partitioned_by = ARRAY['channel'], format = 'CSV'")
    plain = unload(
        query,
        "partitioned_by = ARRAY['channel'], compression = 'none', field_delimiter = '|', escaped_by = '\"'",
    )
    columns = unload(query, "format = 'parquet'")
    if "LODESTONE_DATA" in os.environ:
        read_back(packed, gzip.decompress, lambda text: csv.reader(text, escapechar="\\", doublequote=False))
        read_back(plain, lambda data: data, lambda text: csv.reader(text, delimiter="|"))
        for file in json.loads(content(columns["manifestFile"]))["result_files"]:
            data = content(file["url"])
            check((data[:4], data[-4:]), (b"PAR1", b"PAR1"))

    try:
        query.query(QueryString="UNLOAD (SELECT 1) TO 's3://plant-exports' WITH (encryption = 'SSE_KMS')")
        raise SystemExit("an encryption was promised that does not take place")
    except ClientError as error:
        check(error.response["Error"]["Code"], "ValidationException")


if __name__ == "__main__":
    main()
