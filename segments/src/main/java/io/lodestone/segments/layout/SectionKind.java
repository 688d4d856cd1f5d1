package io.lodestone.segments.layout;

/** The sections behind the blocks. The ids are on disk and frozen. */
public enum SectionKind {
  /** Where each series' points start. */
  RUNS(1),
  /** The series: dimensions, values, codes. */
  DICTIONARY(2),
  /** Which series have which value. */
  POSTINGS(3),
  /** Where blocks and columns lie, with their statistics. */
  DIRECTORY(4),
  /** Which series are certainly not here. */
  FILTER(5);

  private final int id;

  SectionKind(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }
}
