/**
 * What the engine writes into the log: facts that have been accepted, never requests. Replaying
 * them decides nothing.
 */
package io.lodestone.engine.journal;
