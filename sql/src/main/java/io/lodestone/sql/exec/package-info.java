/**
 * Runs the steps of a plan over batches of columns.
 *
 * <p>Operators pull: each asks its source for the next batch when it is asked itself. All of a
 * query runs on the thread that pulls its last operator, within one {@link
 * io.lodestone.sql.exec.QueryContext} that holds its budget, its deadline and its counters. The
 * package knows no statement and no name of a table but what the plan says.
 */
package io.lodestone.sql.exec;
