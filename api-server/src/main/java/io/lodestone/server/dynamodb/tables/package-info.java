/**
 * Tables as DynamoDB would show them: names, keys, items, and the few control operations by which
 * streams and point-in-time recovery are switched. Knows the catalog and the item mapping; refuses
 * to know how changes are read.
 */
package io.lodestone.server.dynamodb.tables;
