// Creates a table, writes to it, reads it in pages and removes it, with an unmodified AWS SDK for
// JavaScript v3. The client finds the server by AWS_ENDPOINT_URL, discovery included. Ends with an
// error when an answer is wrong.

import assert from "node:assert/strict";
import { TimestreamQueryClient, paginateQuery } from "@aws-sdk/client-timestream-query";
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  DescribeDatabaseCommand,
  RejectedRecordsException,
  ResourceNotFoundException,
  TimestreamWriteClient,
  WriteRecordsCommand,
} from "@aws-sdk/client-timestream-write";

const DatabaseName = "roundtrip_javascript";
const TableName = "load";
const now = Date.now();

const write = new TimestreamWriteClient({});
const query = new TimestreamQueryClient({});

await write.send(new CreateDatabaseCommand({ DatabaseName }));
await write.send(new CreateTableCommand({ DatabaseName, TableName }));

const CommonAttributes = {
  Dimensions: [{ Name: "host", Value: "größe-1" }],
  MeasureName: "load",
  MeasureValueType: "MULTI",
  Version: 3,
};
const Records = Array.from({ length: 10 }, (_, i) => ({
  Time: String(now - i),
  MeasureValues: [
    { Name: "user", Value: String(i / 4), Type: "DOUBLE" },
    { Name: "note", Value: `"${i}"\n`, Type: "VARCHAR" },
  ],
}));
const written = await write.send(
  new WriteRecordsCommand({ DatabaseName, TableName, CommonAttributes, Records }),
);
assert.equal(written.RecordsIngested.Total, 10);

const older = { ...CommonAttributes, ...Records[5], Time: String(now), Version: 2 };
await assert.rejects(
  write.send(
    new WriteRecordsCommand({
      DatabaseName,
      TableName,
      Records: [{ ...older, MeasureName: "other" }, older],
    }),
  ),
  (error) => {
    assert.ok(error instanceof RejectedRecordsException);
    assert.equal(error.RejectedRecords.length, 1);
    assert.equal(error.RejectedRecords[0].RecordIndex, 1);
    assert.equal(error.RejectedRecords[0].ExistingVersion, 3);
    return true;
  },
);

const QueryString = `SELECT user, note FROM ${DatabaseName}.${TableName} WHERE measure_name = 'load' ORDER BY user`;
const found = [];
for await (const page of paginateQuery({ client: query, pageSize: 4 }, { QueryString })) {
  found.push(...page.Rows.map((row) => row.Data.map((datum) => datum.ScalarValue)));
}
assert.deepEqual(
  found,
  Records.map((_, i) => [Number.isInteger(i / 4) ? `${i / 4}.0` : `${i / 4}`, `"${i}"\n`]),
);

await write.send(new DeleteTableCommand({ DatabaseName, TableName }));
await write.send(new DeleteDatabaseCommand({ DatabaseName }));
await assert.rejects(
  write.send(new DescribeDatabaseCommand({ DatabaseName })),
  ResourceNotFoundException,
);
console.log("round trip with the AWS SDK for JavaScript: all answers as expected");
