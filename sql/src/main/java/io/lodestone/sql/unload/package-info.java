/**
 * What UNLOAD asks for: where the rows of a query go, and in which form. Nothing here writes them:
 * whoever runs the statement does.
 */
package io.lodestone.sql.unload;
