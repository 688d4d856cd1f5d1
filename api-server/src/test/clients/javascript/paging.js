// Reads a result of many pages with an unmodified AWS SDK for JavaScript v3, prepares a statement,
// and cancels a query. The client finds the server by AWS_ENDPOINT_URL. Ends with an error when an
// answer is wrong.

import assert from "node:assert/strict";
import {
  CancelQueryCommand,
  ConflictException,
  PrepareQueryCommand,
  QueryCommand,
  TimestreamQueryClient,
  paginateQuery,
} from "@aws-sdk/client-timestream-query";

const QueryString =
  "SELECT x, y, 'a text of some length' AS t FROM UNNEST(sequence(1, 1000)) AS a(x)" +
  " CROSS JOIN UNNEST(sequence(1, 100)) AS b(y)";

const client = new TimestreamQueryClient({});

for (const pageSize of [undefined, 1000]) {
  let rows = 0;
  let pages = 0;
  let sum = 0;
  const ids = new Set();
  for await (const page of paginateQuery({ client, pageSize }, { QueryString })) {
    pages++;
    ids.add(page.QueryId);
    for (const row of page.Rows) {
      rows++;
      sum += Number(row.Data[0].ScalarValue);
    }
  }
  assert.deepEqual([rows, sum, ids.size], [100_000, 100 * 500_500, 1]);
  assert.ok(pages >= 5, `only ${pages} pages`);
  console.log(`${rows} rows in ${pages} pages`);
}

const prepared = await client.send(
  new PrepareQueryCommand({ QueryString: "SELECT x + @more AS y FROM (VALUES 1) AS t(x)", ValidateOnly: true }),
);
assert.deepEqual(prepared.Columns.map((column) => column.Name), ["y"]);
assert.deepEqual(prepared.Parameters.map((parameter) => parameter.Name), ["more"]);

const page = await client.send(new QueryCommand({ QueryString, MaxRows: 10 }));
await client.send(new CancelQueryCommand({ QueryId: page.QueryId }));
await assert.rejects(
  client.send(new QueryCommand({ QueryString, MaxRows: 10, NextToken: page.NextToken })),
  ConflictException,
);
