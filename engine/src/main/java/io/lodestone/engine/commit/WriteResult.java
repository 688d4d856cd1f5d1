package io.lodestone.engine.commit;

import io.lodestone.model.Rejection;
import java.util.List;

/**
 * What became of a batch. By the time anybody sees it, everything it tells is durable.
 *
 * @param memoryStore accepted points inside the memory store's window
 * @param magneticStore accepted points older than that
 * @param rejections the points that were not stored, in ascending order of their request index
 */
public record WriteResult(int memoryStore, int magneticStore, List<Rejection> rejections) {
  public WriteResult {
    rejections = List.copyOf(rejections);
  }

  /** All accepted points, those that changed nothing included. */
  public int accepted() {
    return memoryStore + magneticStore;
  }
}
