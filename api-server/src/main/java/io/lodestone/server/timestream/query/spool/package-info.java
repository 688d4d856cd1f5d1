/**
 * Temporary files for what does not fit into memory while somebody is awaited: bounded, encrypted
 * with a key that dies with the process, gone at the next start.
 *
 * <p>It knows bytes and where it put them. What they mean, and who waits, it does not know.
 */
package io.lodestone.server.timestream.query.spool;
