package io.lodestone.engine;

import io.lodestone.engine.ModelTable.Content;

/**
 * A snapshot that is held, and what it has to show for as long.
 *
 * @param snapshot closed by whoever holds it
 * @param content as the rules had it when the snapshot was made
 */
record ModelSnapshot(Snapshot snapshot, Content content) {}
