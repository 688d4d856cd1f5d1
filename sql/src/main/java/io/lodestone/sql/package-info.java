/**
 * Timestream SQL over tables that can be scanned: text in, typed columns out.
 *
 * <p>{@link io.lodestone.sql.SqlEngine} strings the stages together: {@code parser} turns text into
 * a syntax tree, {@code analysis} gives every name and expression its meaning, {@code plan} decides
 * what is read and in which steps, {@code exec} runs the steps over batches of columns. The package
 * knows no engine, no file, no protocol and no page of a result: what it needs of the outside
 * stands in {@link io.lodestone.sql.Tables}.
 */
package io.lodestone.sql;
