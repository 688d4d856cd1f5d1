/**
 * Retention's acts. Reads hide at once what is too old, and need nothing of this package; here it
 * is decided when points go for good, and the files with them. What to let go is planned by a pure
 * function; the expirer has the committer journal it and the ledger unname it. Knows neither the
 * log nor a file.
 */
package io.lodestone.engine.retention;
