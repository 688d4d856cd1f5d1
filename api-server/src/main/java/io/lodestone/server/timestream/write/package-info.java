/**
 * Amazon Timestream's write service: WriteRecords, and the operations that create, describe, list,
 * change, tag and delete databases and tables.
 *
 * <p>It knows the words of the wire and the rules that need no stored data. Whether a table exists,
 * what its points are and which of two versions wins it asks the engine; how bytes come in and
 * signatures are checked it does not know.
 */
package io.lodestone.server.timestream.write;
