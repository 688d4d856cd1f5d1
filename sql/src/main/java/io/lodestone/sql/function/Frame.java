package io.lodestone.sql.function;

import java.util.Objects;
import java.util.Optional;

/**
 * Which rows around a row a window function looks at.
 *
 * @param mode what bounds are counted in
 * @param start the first row
 * @param end the last row
 */
public record Frame(Mode mode, Bound start, Bound end) {
  /** Everything up to the row and its peers: what is meant when nothing is said. */
  public static final Frame UP_TO_PEERS =
      new Frame(
          Mode.RANGE,
          new Bound(Place.FIRST, Optional.empty()),
          new Bound(Place.CURRENT, Optional.empty()));

  public Frame {
    Objects.requireNonNull(mode, "mode");
  }

  /** What bounds are counted in. */
  public enum Mode {
    /** Single rows. */
    ROWS,
    /** Values of the one sort key; the current row stands for all of its peers. */
    RANGE,
    /** Groups of peers. */
    GROUPS
  }

  /** Where a bound lies. The order of the constants is that of the rows. */
  public enum Place {
    FIRST,
    PRECEDING,
    CURRENT,
    FOLLOWING,
    LAST
  }

  /**
   * An end of the frame.
   *
   * @param distance with PRECEDING and FOLLOWING: how many rows or groups from the current one; in
   *     RANGE the value of the sort key itself at which the frame ends
   */
  public record Bound(Place place, Optional<Term> distance) {
    public Bound {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(distance, "distance");
    }
  }
}
