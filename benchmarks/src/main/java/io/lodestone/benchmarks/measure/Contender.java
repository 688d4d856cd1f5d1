package io.lodestone.benchmarks.measure;

import java.util.List;

/**
 * One side of a comparison.
 *
 * @param name as the heading of its row; unique
 * @param jvmFlags for its process
 * @param work what is measured; it checks its own answer and throws when that is wrong
 */
public record Contender(String name, List<String> jvmFlags, Work work) {
  public Contender {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** One run, in a fresh process. */
  public interface Work {
    void run(Arguments arguments, Figures figures) throws Exception;
  }
}
