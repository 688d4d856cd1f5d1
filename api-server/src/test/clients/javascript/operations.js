// Calls every operation on databases, tables and tags, errors included, with an unmodified AWS SDK
// for JavaScript v3. The client finds the server by AWS_ENDPOINT_URL, discovery included. Ends with
// an error when an answer is wrong.

import assert from "node:assert/strict";
import {
  ListTagsForResourceCommand as QueryListTagsForResourceCommand,
  TimestreamQueryClient,
} from "@aws-sdk/client-timestream-query";
import {
  ConflictException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  DescribeDatabaseCommand,
  DescribeTableCommand,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  TimestreamWriteClient,
  UntagResourceCommand,
  UpdateDatabaseCommand,
  UpdateTableCommand,
  ValidationException,
  paginateListTables,
} from "@aws-sdk/client-timestream-write";

const DatabaseName = "operations_javascript";
const TableName = "load";

const write = new TimestreamWriteClient({});
const query = new TimestreamQueryClient({});

await write.send(new CreateDatabaseCommand({ DatabaseName }));
await assert.rejects(write.send(new CreateDatabaseCommand({ DatabaseName })), ConflictException);
const { Database } = await write.send(
  new UpdateDatabaseCommand({ DatabaseName, KmsKeyId: "alias/new" }),
);
assert.equal(Database.KmsKeyId, "alias/new");
assert.deepEqual(
  (await write.send(new DescribeDatabaseCommand({ DatabaseName }))).Database,
  Database,
);

await write.send(new CreateTableCommand({ DatabaseName, TableName }));
const RetentionProperties = {
  MemoryStoreRetentionPeriodInHours: 12,
  MagneticStoreRetentionPeriodInDays: 7,
};
const { Table } = await write.send(
  new UpdateTableCommand({ DatabaseName, TableName, RetentionProperties }),
);
assert.deepEqual(Table.RetentionProperties, RetentionProperties);
assert.deepEqual(
  (await write.send(new DescribeTableCommand({ DatabaseName, TableName }))).Table,
  Table,
);
for await (const page of paginateListTables({ client: write, pageSize: 1 }, { DatabaseName })) {
  assert.deepEqual(page.Tables, [Table]);
}
await assert.rejects(
  write.send(
    new UpdateTableCommand({
      DatabaseName,
      TableName,
      Schema: { CompositePartitionKey: [{ Type: "DIMENSION", Name: "host" }] },
    }),
  ),
  ValidationException,
);

const ResourceARN = Table.Arn;
const Tags = [
  { Key: "stage", Value: "test" },
  { Key: "team", Value: "b" },
];
await write.send(new TagResourceCommand({ ResourceARN, Tags }));
assert.deepEqual((await write.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags, Tags);
const first = await query.send(
  new QueryListTagsForResourceCommand({ ResourceARN, MaxResults: 1 }),
);
assert.deepEqual(first.Tags, [Tags[0]]);
assert.ok(first.NextToken);
await write.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["stage"] }));
await assert.rejects(
  write.send(new ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}-gone` })),
  ResourceNotFoundException,
);

await write.send(new DeleteTableCommand({ DatabaseName, TableName }));
await write.send(new DeleteDatabaseCommand({ DatabaseName }));
await assert.rejects(
  write.send(new DescribeDatabaseCommand({ DatabaseName })),
  ResourceNotFoundException,
);
console.log("operations with the AWS SDK for JavaScript: all answers as expected");
