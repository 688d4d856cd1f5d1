package io.lodestone.server.parquet;

/** What values mean beyond their physical type, in the format's older and newer words. */
enum Annotation {
  NONE(-1, -1),
  STRING(0, 1),
  LIST(3, 3),
  DATE(6, 6);

  private final int converted;
  private final int logical;

  Annotation(int converted, int logical) {
    this.converted = converted;
    this.logical = logical;
  }

  /** The number of the ConvertedType. */
  int converted() {
    return converted;
  }

  /** The number of the field that is set in the union LogicalType. */
  int logical() {
    return logical;
  }
}
