package io.lodestone.engine.catalog;

import io.lodestone.model.ConflictException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody declares about a table's stream: declared twice is as good as once.
 *
 * @param view what changes show from now on; empty when there shall be no stream
 * @param shards of a stream that begins; one that is there keeps its own
 */
public record StreamUpdate(Optional<StreamView> view, int shards) {
  /** There shall be none. */
  public static final StreamUpdate OFF = new StreamUpdate(Optional.empty(), 0);

  public StreamUpdate {
    Objects.requireNonNull(view, "view");
  }

  /** There shall be one. */
  public static StreamUpdate on(StreamView view, int shards) {
    return new StreamUpdate(Optional.of(view), shards);
  }

  /**
   * The table after this change; the same when it is as declared.
   *
   * @throws ConflictException when it has a stream of another view, which is fixed for its life
   * @throws io.lodestone.model.InvalidRequestException when the number of shards is out of range
   */
  public TableEntry applyTo(TableEntry table, Instant now) {
    Optional<StreamView> present = table.stream().map(StreamSpecification::view);
    if (present.equals(view)) {
      return table;
    }
    if (view.isPresent() && present.isPresent()) {
      throw new ConflictException(
          "The table "
              + table.ref()
              + " has a stream with the view "
              + present.get()
              + ", and a stream keeps its view: end it first.");
    }
    // Its label is later than that of any stream the table had before.
    Instant since = now.isAfter(table.updated()) ? now : table.updated().plusMillis(1);
    return table.withStream(
        view.map(shown -> new StreamSpecification(shown, shards, since)), since);
  }
}
