/**
 * From the text of a statement to a syntax tree: Timestream's own literals and names are rewritten
 * into ones that Trino's grammar knows, Trino's parser does the rest, and positions are led back to
 * what the user wrote.
 *
 * <p>The package knows no table, no type and no function. Trino's tree is seen here and in {@code
 * sql.analysis} alone.
 */
package io.lodestone.sql.parser;
