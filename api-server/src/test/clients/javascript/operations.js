// Calls every operation of the write service, errors included, with an unmodified AWS SDK for
// JavaScript v3. The client finds the server by AWS_ENDPOINT_URL, discovery included. A second key
// that may do nothing is taken from DENIED_ACCESS_KEY_ID and DENIED_SECRET_ACCESS_KEY, if they are
// there. Ends with an error when an answer is wrong.

import assert from "node:assert/strict";
import {
  ListTagsForResourceCommand as QueryListTagsForResourceCommand,
  TimestreamQueryClient,
} from "@aws-sdk/client-timestream-query";
import {
  AccessDeniedException,
  ConflictException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  DescribeDatabaseCommand,
  DescribeEndpointsCommand,
  DescribeTableCommand,
  ListTagsForResourceCommand,
  RejectedRecordsException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  TagResourceCommand,
  TimestreamWriteClient,
  UntagResourceCommand,
  UpdateDatabaseCommand,
  UpdateTableCommand,
  ValidationException,
  WriteRecordsCommand,
  paginateListDatabases,
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
assert.match(Database.KmsKeyId, /:key\//);
assert.deepEqual(
  (await write.send(new DescribeDatabaseCommand({ DatabaseName }))).Database,
  Database,
);

await assert.rejects(
  write.send(new CreateDatabaseCommand({ DatabaseName: "no spaces" })),
  ValidationException,
);
const listed = [];
for await (const page of paginateListDatabases({ client: write, pageSize: 1 }, {})) {
  listed.push(...page.Databases.filter((database) => database.DatabaseName === DatabaseName));
}
assert.deepEqual(listed, [Database]);
assert.equal((await write.send(new DescribeEndpointsCommand({}))).Endpoints.length, 1);

await write.send(new CreateTableCommand({ DatabaseName, TableName }));
await assert.rejects(
  write.send(new CreateTableCommand({ DatabaseName: "nowhere", TableName })),
  ResourceNotFoundException,
);
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

const record = {
  Dimensions: [{ Name: "host", Value: "h1" }],
  MeasureName: "cpu",
  MeasureValue: "1.5",
  Time: String(Date.now()),
  Version: 2,
};
const ingest = (...Records) =>
  write.send(new WriteRecordsCommand({ DatabaseName, TableName, Records }));
assert.equal((await ingest(record)).RecordsIngested.Total, 1);
await assert.rejects(ingest(record, { ...record, MeasureValue: "2.5", Version: 1 }), (some) => {
  assert.ok(some instanceof RejectedRecordsException);
  assert.equal(some.$metadata.httpStatusCode, 419);
  assert.deepEqual(
    some.RejectedRecords.map(({ RecordIndex, ExistingVersion }) => [RecordIndex, ExistingVersion]),
    [[1, 2]],
  );
  return true;
});
await assert.rejects(ingest({ ...record, MeasureValue: "no number" }), ValidationException);
await assert.rejects(
  write.send(new WriteRecordsCommand({ DatabaseName, TableName: "gone", Records: [record] })),
  ResourceNotFoundException,
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

const many = Array.from({ length: 200 }, (_, i) => ({ Key: `k${i}`, Value: "v" }));
await assert.rejects(
  write.send(new TagResourceCommand({ ResourceARN, Tags: many })),
  ServiceQuotaExceededException,
);

await assert.rejects(
  write.send(new DeleteDatabaseCommand({ DatabaseName })),
  ValidationException,
);
await write.send(new DeleteTableCommand({ DatabaseName, TableName }));
await assert.rejects(
  write.send(new DeleteTableCommand({ DatabaseName, TableName })),
  ResourceNotFoundException,
);
await write.send(new DeleteDatabaseCommand({ DatabaseName }));
await assert.rejects(
  write.send(new DescribeDatabaseCommand({ DatabaseName })),
  ResourceNotFoundException,
);
if (process.env.DENIED_ACCESS_KEY_ID) {
  const accessKeyId = process.env.DENIED_ACCESS_KEY_ID;
  const secretAccessKey = process.env.DENIED_SECRET_ACCESS_KEY;
  // Discovery is asked for first, and denied like everything else.
  const denied = new TimestreamWriteClient({
    endpoint: process.env.AWS_ENDPOINT_URL,
    credentials: { accessKeyId, secretAccessKey },
  });
  await assert.rejects(
    denied.send(new DescribeDatabaseCommand({ DatabaseName })),
    AccessDeniedException,
  );
  const wrong = new TimestreamWriteClient({
    endpoint: process.env.AWS_ENDPOINT_URL,
    credentials: { accessKeyId, secretAccessKey: "wrong" },
  });
  await assert.rejects(wrong.send(new DescribeDatabaseCommand({ DatabaseName })), {
    name: "InvalidSignatureException",
  });
}
console.log("operations with the AWS SDK for JavaScript: all answers as expected");
