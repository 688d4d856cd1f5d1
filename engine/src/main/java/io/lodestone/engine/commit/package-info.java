/**
 * Where writes become facts: one agent decides them in order, gives them to the log, and lets
 * readers and callers see them once they are durable. Touches no segment and waits for no I/O but
 * the log's.
 */
package io.lodestone.engine.commit;
