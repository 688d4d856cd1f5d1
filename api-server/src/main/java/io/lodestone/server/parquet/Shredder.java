package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;

/**
 * One part of the schema, which takes values apart into its leaves. With each entry of a leaf go
 * two numbers (Melnik et al., Dremel: Interactive Analysis of Web-Scale Datasets, 2010):
 *
 * <ul>
 *   <li>the repetition level says at which of the lists around it the entry goes on: 0 when it
 *       begins a row, n when it is a further element of the n-th list from outside;
 *   <li>the definition level says how many of the parts around the value, itself included, are
 *       there. Only an entry of the highest level has a value.
 * </ul>
 */
interface Shredder {
  /**
   * Takes a value, NULL or not.
   *
   * @param repetition the repetition level of its first entry
   */
  void write(Vector vector, int index, int repetition);

  /**
   * Takes notice that a part further out is NULL or empty: one entry in each leaf.
   *
   * @param definition how many parts further out are there
   */
  void writeAbsent(int repetition, int definition);
}
