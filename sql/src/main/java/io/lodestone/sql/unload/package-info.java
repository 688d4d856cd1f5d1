/**
 * What UNLOAD asks for: where the rows of a query go, and in which form. It refuses to write
 * anything; who runs the statement does.
 */
package io.lodestone.sql.unload;
