#!/usr/bin/env python3
"""Prints the changes of a table as they happen, from the oldest one that is kept on.

consume.py DATABASE.TABLE [COUNT] ends after COUNT changes, or never. The table needs a stream: aws dynamodb
update-table --table-name DATABASE.TABLE --stream-specification StreamEnabled=true,StreamViewType=NEW_IMAGE
"""

import sys
import time

import boto3


def shards_of(streams, arn):
    page = {"StreamArn": arn}
    while True:
        description = streams.describe_stream(**page)["StreamDescription"]
        yield from description["Shards"]
        if "LastEvaluatedShardId" not in description:
            return
        page["ExclusiveStartShardId"] = description["LastEvaluatedShardId"]


def changes(streams, arn):
    """Shard by shard, but a child only after its parent: each series in the order of its changes."""
    iterators, ended = {}, set()
    while True:
        shards = {shard["ShardId"]: shard.get("ParentShardId") for shard in shards_of(streams, arn)}
        for shard, parent in shards.items():
            if shard not in iterators and shard not in ended and (parent not in shards or parent in ended):
                iterators[shard] = streams.get_shard_iterator(
                    StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
                )["ShardIterator"]
        found = False
        for shard, iterator in list(iterators.items()):
            page = streams.get_records(ShardIterator=iterator)
            yield from page["Records"]
            found = found or bool(page["Records"])
            if "NextShardIterator" in page:
                iterators[shard] = page["NextShardIterator"]
            else:
                ended.add(shard)
                del iterators[shard]
        if not found:
            time.sleep(0.2)


def main(table, count):
    arn = boto3.client("dynamodb").describe_table(TableName=table)["Table"].get("LatestStreamArn") or sys.exit(__doc__)
    for change in changes(boto3.client("dynamodbstreams"), arn):
        keys, image = change["dynamodb"]["Keys"], change["dynamodb"].get("NewImage")
        print(change["eventName"], keys["ts_series"]["S"], keys["time"]["N"], image, flush=True)
        count -= 1
        if count == 0:
            return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else -1)
