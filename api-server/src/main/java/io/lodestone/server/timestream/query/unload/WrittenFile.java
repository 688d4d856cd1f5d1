package io.lodestone.server.timestream.query.unload;

/**
 * A file of rows that is stored.
 *
 * @param key of the object
 * @param bytes of the object
 * @param rows in it
 */
record WrittenFile(String key, long bytes, long rows) {}
