package io.lodestone.engine.commit;

/**
 * What became of the points written since the engine was opened, as far as their writers have been
 * told.
 *
 * @param batches batches that were answered
 * @param memoryStore accepted points inside the memory store's window
 * @param magneticStore accepted points older than that
 * @param rejected points that were not stored
 */
public record WriteCounts(long batches, long memoryStore, long magneticStore, long rejected) {}
