/**
 * History files: what tables with point-in-time recovery remember of their past beside their
 * segments, and how a reader takes both together to see a table as it was. Knows ticks and points;
 * refuses to know when files are written, replaced or thrown away, and what a memtable or a view
 * is.
 */
package io.lodestone.engine.history;
