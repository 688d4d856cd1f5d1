/**
 * Amazon DynamoDB Streams over the change feed: streams, shards, iterators and records on the wire.
 * Knows the feed and the items of tables; refuses to know how changes are kept.
 */
package io.lodestone.server.dynamodb.streams;
