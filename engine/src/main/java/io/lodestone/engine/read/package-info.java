/**
 * How the parts of a table are read as one: merged by key and time, the right version on top, and
 * turned into batches of SQL columns.
 *
 * <p>The package knows parts only as point sources: not which of them is a memtable or a segment,
 * not how long they are kept, and nothing of how they came to be.
 */
package io.lodestone.engine.read;
