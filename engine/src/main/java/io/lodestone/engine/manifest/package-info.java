/**
 * Which segments a table consists of, and up to which frame of the log they hold everything: a log
 * of edits, each of them atomic, and the immutable view of a table that readers and the committer
 * share.
 */
package io.lodestone.engine.manifest;
