package io.lodestone.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one run came to: figures by name, in the order in which they were put down. */
public final class Figures {
  private final Map<String, Double> values = new LinkedHashMap<>();

  /**
   * Puts down a figure.
   *
   * @param name with its unit, as the heading of a table
   */
  public void put(String name, double value) {
    values.put(name, value);
  }

  Map<String, Double> values() {
    return values;
  }
}
