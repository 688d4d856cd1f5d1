package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.model.PointBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame between its decision and its durability: what to apply, whom to answer. Used by the
 * committer alone.
 */
final class Frame {
  private final List<Effect> effects = new ArrayList<>();
  private final List<Answer<?>> answers = new ArrayList<>();
  private long number;
  private Catalog catalogAfter;

  /** What a durable frame does to the tables. */
  sealed interface Effect {
    /** Points enter a memtable. */
    record Points(TableState table, boolean late, PointBatch batch, int[] points, int count)
        implements Effect {}

    /** The catalog has changed; tables come and go. */
    record CatalogChanged() implements Effect {}
  }

  /** Somebody who waits. */
  record Answer<T>(java.util.concurrent.CompletableFuture<T> future, T value) {
    void give() {
      future.complete(value);
    }
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  <T> void answer(java.util.concurrent.CompletableFuture<T> future, T value) {
    answers.add(new Answer<>(future, value));
  }

  List<Effect> effects() {
    return effects;
  }

  boolean hasAnswers() {
    return !answers.isEmpty();
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
    answers.forEach(Answer::give);
  }

  void fail(RuntimeException cause) {
    answers.forEach(answer -> answer.future().completeExceptionally(cause));
  }
}
