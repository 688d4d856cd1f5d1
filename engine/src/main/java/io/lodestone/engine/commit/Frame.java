package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.PointBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A frame between its decision and its durability: what to apply, whom to answer. Used by the
 * committer alone.
 */
final class Frame {
  private final List<Effect> effects = new ArrayList<>();
  private final Instant decided;
  private boolean tickNoted;
  private boolean ended;
  private final List<Answer> answers = new ArrayList<>();
  private long number;
  private Catalog catalogAfter;

  /** What a durable frame does to the tables. */
  sealed interface Effect {
    /**
     * Points enter a memtable, which stays the same until they have: a seal waits for the frames in
     * flight.
     *
     * @param tick in which the frame was decided; {@link io.lodestone.engine.clock.Ticks#NONE} when
     *     the table keeps no history
     * @param handles per series of the batch that any of the points has: its handle in the memtable
     */
    record Points(
        TableState table,
        boolean late,
        long tick,
        PointBatch batch,
        int[] handles,
        PointSelection points)
        implements Effect {}

    /**
     * The catalog has changed; tables come and go.
     *
     * @param entries what changed it
     */
    record CatalogChanged(List<JournalEntry> entries) implements Effect {}
  }

  /** A command that has been decided, and what its asker is told once that is durable. */
  private record Answer(Command command, Runnable give) {}

  /**
   * @param decided by the guarded clock, once for all that the frame will hold
   */
  Frame(Instant decided) {
    this.decided = decided;
  }

  /** When this frame's decisions were begun: their moment, and their tick. */
  Instant decided() {
    return decided;
  }

  /** Whether the frame's tick stands in it already; it does from now on. */
  boolean noteTick() {
    boolean before = tickNoted;
    tickNoted = true;
    return before;
  }

  /** Nothing more is to be decided for this frame. */
  void endHere() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  <T> void answer(Command command, CompletableFuture<T> future, T value) {
    answer(command, () -> future.complete(value));
  }

  /**
   * @param give tells the asker, when that is durable
   */
  void answer(Command command, Runnable give) {
    answers.add(new Answer(command, give));
  }

  /** A refusal waits like any answer: what it rests on may not be durable yet. */
  void refuse(Command command, RuntimeException cause) {
    answers.add(new Answer(command, () -> command.fail(cause)));
  }

  List<Effect> effects() {
    return effects;
  }

  /** Also answers those who wait in another frame that has nothing to write itself. */
  void adopt(Frame other) {
    answers.addAll(other.answers);
  }

  void appended(long frameNumber, Catalog catalog) {
    number = frameNumber;
    catalogAfter = catalog;
  }

  long number() {
    return number;
  }

  Catalog catalogAfter() {
    return catalogAfter;
  }

  void giveAnswers() {
    answers.forEach(answer -> answer.give().run());
  }

  void fail(RuntimeException cause) {
    answers.forEach(answer -> answer.command().fail(cause));
  }
}
