package io.lodestone.sql.type;

/**
 * One column that rows are ordered by.
 *
 * @param column which one of the batch
 * @param ascending or descending
 * @param nullsFirst whether NULLs come before all values, whatever the direction
 */
public record SortKey(int column, boolean ascending, boolean nullsFirst) {}
