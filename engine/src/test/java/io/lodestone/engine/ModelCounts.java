package io.lodestone.engine;

/** What happened over all histories of a run of the model test. */
final class ModelCounts {
  long histories;
  long acknowledged;
  long points;
  long rejected;
  long retries;
  long refused;
  long flushes;
  long merges;
  long crashes;
  long kills;
  long closes;
  long vainStarts;
  long faults;
  long drops;
  long redefinitions;
  long clockSteps;
  long snapshots;
  long jumps;
  long recoveryChanges;
  long rowsCompared;
  long figuresCompared;
  long pastRows;

  @Override
  public String toString() {
    return histories
        + " histories: "
        + acknowledged
        + " batches acknowledged ("
        + points
        + " points accepted, "
        + rejected
        + " rejected), "
        + retries
        + " repeated in flight, "
        + flushes
        + " flushes, "
        + merges
        + " merges of segments, "
        + crashes
        + " power cuts, "
        + kills
        + " kills, "
        + closes
        + " closes, "
        + vainStarts
        + " starts in vain, "
        + faults
        + " disk faults, "
        + refused
        + " requests refused, "
        + drops
        + " tables dropped, "
        + redefinitions
        + " tables changed, "
        + clockSteps
        + " clock steps, "
        + jumps
        + " jumps of the clock, "
        + recoveryChanges
        + " changes of recovery, "
        + snapshots
        + " snapshots held, "
        + rowsCompared
        + " rows compared, "
        + figuresCompared
        + " groups compared, "
        + pastRows
        + " rows of the past compared";
  }
}
