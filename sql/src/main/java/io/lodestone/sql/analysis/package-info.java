/**
 * What a statement means: which columns its names are, which functions its calls, which types its
 * expressions, and whether it keeps the rules of grouping.
 *
 * <p>In goes a syntax tree, out comes a {@link io.lodestone.sql.analysis.ResolvedStatement} in
 * which nothing is left to be looked up. The package reads no rows and decides no order of work.
 */
package io.lodestone.sql.analysis;
