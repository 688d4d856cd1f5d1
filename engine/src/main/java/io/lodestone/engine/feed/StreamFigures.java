package io.lodestone.engine.feed;

import io.lodestone.model.TableRef;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one stream keeps, as plain numbers of one moment.
 *
 * @param stream its number
 * @param table its table's name
 * @param open whether it still takes changes
 * @param fileBytes disk that its changes take
 * @param heldBytes disk of segments that would be gone if the stream had not still to tell of the
 *     expired points in them; two streams of one table both count it
 * @param oldestTick the second in which the oldest change that can be read was made, or a little
 *     earlier; empty when it keeps none
 */
public record StreamFigures(
    long stream,
    TableRef table,
    boolean open,
    long fileBytes,
    long heldBytes,
    OptionalLong oldestTick) {
  public StreamFigures {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(oldestTick, "oldestTick");
  }
}
