package io.lodestone.model;

import java.util.Objects;

/**
 * One name and value that identify a series. Values are text, always.
 *
 * @param name never null
 * @param value never null, may be empty
 */
public record Dimension(String name, String value) {
  public Dimension {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
