#!/usr/bin/env python3
"""Reads a result of many pages with an unmodified boto3, prepares a statement, and cancels a query.

The client finds the server by AWS_ENDPOINT_URL. Ends with an error when an answer is wrong.
"""

import boto3
from botocore.exceptions import ClientError

ROWS = 100_000
STATEMENT = (
    "SELECT x, y, 'a text of some length' AS t FROM UNNEST(sequence(1, 1000)) AS a(x)"
    " CROSS JOIN UNNEST(sequence(1, 100)) AS b(y)"
)


def check(found, expected):
    if found != expected:
        raise SystemExit(f"expected {expected!r}, found {found!r}")


def main():
    query = boto3.client("timestream-query")

    for page_size in ({}, {"PageSize": 1000}):
        rows = pages = total = 0
        ids = set()
        for page in query.get_paginator("query").paginate(QueryString=STATEMENT, PaginationConfig=page_size):
            pages += 1
            ids.add(page["QueryId"])
            for row in page["Rows"]:
                rows += 1
                total += int(row["Data"][0]["ScalarValue"])
        check((rows, total, len(ids)), (ROWS, 100 * 500_500, 1))
        if pages < 5:
            raise SystemExit(f"only {pages} pages")
        print(rows, "rows in", pages, "pages")

    prepared = query.prepare_query(QueryString="SELECT x + @more AS y FROM (VALUES 1) AS t(x)", ValidateOnly=True)
    check([column["Name"] for column in prepared["Columns"]], ["y"])
    check([parameter["Name"] for parameter in prepared["Parameters"]], ["more"])

    page = query.query(QueryString=STATEMENT, MaxRows=10)
    query.cancel_query(QueryId=page["QueryId"])
    try:
        query.query(QueryString=STATEMENT, MaxRows=10, NextToken=page["NextToken"])
        raise SystemExit("a cancelled query was read on")
    except ClientError as error:
        check(error.response["Error"]["Code"], "ConflictException")


if __name__ == "__main__":
    main()
