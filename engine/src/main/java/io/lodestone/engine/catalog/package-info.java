/**
 * What exists: databases, tables, and their columns. Immutable values, rebuilt from a checkpoint
 * and the log.
 */
package io.lodestone.engine.catalog;
